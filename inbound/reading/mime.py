"""Take a mail apart into its leaves (RFC 2045, 2046) in one pass over its lines.

The standard library's parser recurses once a level and scans every open boundary for every line, so a mail of
2,000 nested parts stops it. This one keeps the open boundaries in a table and never calls itself.
"""

import binascii
import re
from dataclasses import dataclass, field

from inbound.reading.charsets import decode
from inbound.reading.fields import Fields, parameters, parse_fields

MAX_PARTS = 400
MAX_DEPTH = 60
_NOT_BASE64 = bytes(b for b in range(256) if not (chr(b).isascii() and (chr(b).isalnum() or chr(b) in "+/=")))
_BASE64 = bytes(set(range(256)) - set(_NOT_BASE64)) + b" \t\r\n"


class TooComplex(Exception):
    """The mail has more parts, or nests deeper, than any person's mail program makes."""


@dataclass(slots=True)
class Part:
    """A leaf of the mail: its fields, its bytes still encoded, and the multiparts around it (outermost first)."""

    fields: Fields
    body: bytes = field(repr=False)
    within: tuple[str, ...] = ()
    default_type: str = "text/plain"
    _content: bytes | None = field(default=None, repr=False)

    @property
    def content_type(self) -> str:
        return content_type_of(self.fields, self.default_type)

    @property
    def parameters(self) -> dict[str, str]:
        return parameters(self.fields.first("content-type"))

    @property
    def disposition(self) -> str:
        return self.fields.first("content-disposition").split(";")[0].strip().lower()

    @property
    def content_id(self) -> str:
        return self.fields.first("content-id").strip().strip("<>").strip().lower()

    @property
    def filename(self) -> str:
        """The file's last path component, as the sender named it; '' when it has none."""
        name = parameters(self.fields.first("content-disposition")).get("filename") or self.parameters.get("name") or ""
        return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", re.split(r"[/\\]", name)[-1]).strip()[:200]

    @property
    def content(self) -> bytes:
        """The bytes with the transfer encoding undone (RFC 2045 section 6). Broken encodings give what can be read."""
        if self._content is None:
            self._content = transfer_decoded(self.body, self.fields.first("content-transfer-encoding"))
        return self._content

    @property
    def text(self) -> str:
        return decode(self.content, self.parameters.get("charset", ""))


def content_type_of(fields: Fields, default: str = "text/plain") -> str:
    stated = fields.first("content-type").split(";")[0].strip().lower()
    return (
        stated
        if re.fullmatch(r"[\w.+\-]+/[\w.+\-]+", stated)
        else (default if not stated.startswith("text") else "text/plain")
    )


_SOFT_BREAK = re.compile(rb"=[ \t]{1,80}(?=\r?\n)")  # white space that a gateway put behind it (RFC 2045 section 6.7)


def transfer_decoded(body: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().strip('"').lower().split(";")[0].strip()
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", body))
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uu(body)
    return body


def _base64(body: bytes) -> bytes:
    start = body[:1000].translate(None, b"\r\n")
    if 10 * (len(start) - len(start.translate(None, _NOT_BASE64))) > len(start):
        return body  # plain words that are called base64: decoded, they would be gibberish
    body, below = _without_footer(body)
    return _all_base64(body) + below


def _without_footer(body: bytes) -> tuple[bytes, bytes]:
    """Lists and gateways put plain words below a text that stands in base64."""
    body = body.lstrip(b"\r\n")
    at = next((found for mark in (b"\n\r\n", b"\n\n") if (found := body.find(mark)) >= 0), -1)
    below = body[at:].strip() if at >= 0 else b""
    return (body[:at], b"\r\n\r\n" + below) if below.translate(None, _BASE64) else (body, b"")


def _all_base64(body: bytes) -> bytes:
    compact = body.translate(None, _NOT_BASE64)
    try:
        return binascii.a2b_base64(compact + b"==")
    except binascii.Error:
        whole = compact.rstrip(b"=")
        whole = whole[: len(whole) - (len(whole) % 4 == 1)]
        try:
            return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
        except binascii.Error:
            return body


def _uu(body: bytes) -> bytes:
    out = bytearray()
    for line in body.splitlines():
        if line.startswith(b"begin ") or line.strip() in (b"end", b"`"):
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(out)


def split_fields(raw: bytes) -> tuple[Fields, bytes]:
    """The header fields and the body, divided at the first empty line (RFC 5322 section 2.1)."""
    if raw[:1] in (b"\n", b"\r"):
        return Fields(()), raw.lstrip(b"\r\n") if raw[:2] == b"\r\n" else raw[1:]
    ends = [(at, size) for mark, size in ((b"\r\n\r\n", 4), (b"\n\n", 2), (b"\r\r", 2)) if (at := raw.find(mark)) >= 0]
    if not ends:
        return parse_fields(raw), b""
    at, size = min(ends)
    return parse_fields(raw[:at]), raw[at + size :]


def leaves(raw: bytes) -> list[Part]:
    """Every leaf in order. Raises TooComplex beyond the limits."""
    fields, body = split_fields(raw)
    return _Splitter(fields, body).run()


@dataclass(slots=True)
class _Open:
    kind: str
    boundary: bytes


class _Splitter:
    """Walks the body line by line with a stack of open multiparts."""

    def __init__(self, fields: Fields, body: bytes) -> None:
        self.body, self.stack, self.parts = body, list[_Open](), list[Part]()
        self.start: int | None = None
        self.fields: Fields | None = None
        self._enter(fields, 0, "text/plain")

    def _within(self) -> tuple[str, ...]:
        return tuple(level.kind for level in self.stack)

    def _enter(self, fields: Fields, at: int, default: str) -> None:
        """A part begins at `at`: a multipart is opened, anything else becomes the current leaf."""
        kind = content_type_of(fields, default)
        boundary = (
            parameters(fields.first("content-type")).get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
        )
        self.default = default
        if kind.startswith("multipart/") and boundary:
            if len(self.stack) >= MAX_DEPTH:
                raise TooComplex("too_deep")
            self.stack.append(_Open(kind, b"--" + boundary))
            self.fields, self.start = None, None
        else:
            self.fields, self.start = fields, at

    def _leave(self, end: int) -> None:
        """The current leaf, if there is one, ends before `end`; the line break before a boundary belongs to it."""
        if self.fields is None or self.start is None:
            return
        body = self.body[self.start : max(self.start, end)]
        body = body[:-2] if body.endswith(b"\r\n") else body[:-1] if body.endswith((b"\n", b"\r")) else body
        self.parts.append(Part(self.fields, body, self._within(), self.default))
        self.fields, self.start = None, None
        if len(self.parts) > MAX_PARTS:
            raise TooComplex("too_many_parts")

    def run(self) -> list[Part]:
        at = 0 if self.body.startswith(b"--") else self.body.find(b"\n--") + 1 or -1
        while self.stack and at >= 0:
            end = self.body.find(b"\n", at)
            end = len(self.body) if end < 0 else end + 1
            resume = self._boundary_line(self.body[at : min(end, at + 300)].rstrip(), at, end)
            at = self.body.find(b"\n--", max(resume - 1, at))
            at = at + 1 if at >= 0 else -1
        self._leave(len(self.body))
        if not self.parts:  # a multipart without one boundary: its whole body is text that somebody wrote
            self.parts.append(Part(Fields(()), self.body, (), "text/plain"))
        return self.parts

    def _boundary_line(self, line: bytes, at: int, end: int) -> int:
        """Open or close what this delimiter says; returns where to look on from."""
        for level in range(len(self.stack) - 1, -1, -1):
            boundary = self.stack[level].boundary
            if line == boundary or line == boundary + b"--":
                self._leave(at)
                closing = line != boundary
                del self.stack[level + (0 if closing else 1) :]
                return end if closing else self._part_after(end)
        return end

    def _part_after(self, at: int) -> int:
        """Read the fields of the part that starts at `at`; returns where its body begins."""
        head_end, body_at = _end_of_fields(self.body, at)
        default = "message/rfc822" if self.stack[-1].kind == "multipart/digest" else "text/plain"
        self._enter(parse_fields(self.body[at:head_end]), body_at, default)
        return body_at


def _end_of_fields(body: bytes, at: int) -> tuple[int, int]:
    if body[at : at + 2] == b"\r\n":
        return at, at + 2
    if body[at : at + 1] == b"\n":
        return at, at + 1
    ends = [
        (found, size)
        for mark, size in ((b"\r\n\r\n", 4), (b"\n\n", 2))
        if (found := body.find(mark, at, at + 100_000)) >= 0
    ]
    if not ends:
        return at, at
    found, size = min(ends)
    if body.find(b"\n--", at, found) >= 0:  # a delimiter comes first: this part has fields only, or none
        return at, at
    return found, found + size
