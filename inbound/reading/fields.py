"""Header fields (RFC 5322 section 2.2), encoded words (RFC 2047) and parameters (RFC 2231), all in linear time."""

import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from inbound.reading.charsets import clean, decode

MAX_FIELDS = 2_000
MAX_VALUE = 20_000
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bqBQ])\?([^?]{0,8000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,100}(=\?[^?\s]{1,60}\?[bqBQ]\?)")
_STRUCTURED = ("content-type", "content-disposition")
_BARE_PARAMETER = re.compile(
    rb"^(?:boundary|charset|name|filename|report-type|type|format|method)\*?\d?\*?=", re.IGNORECASE
)
_FIELD = re.compile(rb"^([!-9;-~]{1,200})[ \t]{0,20}:(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fields:
    """The header in order of appearance; names are lowercase, values unfolded but not yet decoded."""

    items: tuple[tuple[str, str], ...]

    def first(self, name: str) -> str:
        return next((value for key, value in self.items if key == name), "")

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.items if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.items)


def parse_fields(head: bytes) -> Fields:
    """Read a header block. A line that is no field and continues none is passed over."""
    found: list[tuple[str, list[bytes]]] = []
    for line in re.split(rb"\r\n|\n|\r", head):
        if line[:1] in (b" ", b"\t"):
            if found:
                found[-1][1].append(line)
            continue
        if found and found[-1][0] in _STRUCTURED and _BARE_PARAMETER.match(line):
            found[-1][1].append(b" " + line)  # a parameter that lost the white space before it
            continue
        match = _FIELD.match(line)
        if match and len(found) < MAX_FIELDS:
            found.append((match[1].decode("ascii").lower(), [match[2]]))
    return Fields(tuple((name, _value(b"".join(lines))) for name, lines in found))


def _value(raw: bytes) -> str:
    return decode(raw[:MAX_VALUE]).strip()


def decoded(value: str) -> str:
    """A field's value with its encoded words read; white space between two of them is dropped (RFC 2047 6.2)."""
    joined = _BETWEEN_WORDS.sub(r"\1\2", _BETWEEN_WORDS.sub(r"\1\2", value))
    text = _ENCODED_WORD.sub(_word, joined) if "=?" in joined else joined
    return re.sub(r"[\x00-\x1f\x7f]+", " ", clean(text)).strip()


def _word(match: re.Match[str]) -> str:
    charset, kind, payload = match[1].split("*")[0], match[2].lower(), match[3]
    data = payload.encode("utf-8", "replace")
    if kind == "b":
        try:
            data = binascii.a2b_base64(data + b"==")
        except binascii.Error:
            return match[0]
    else:
        data = binascii.a2b_qp(data, header=True)
    return decode(data, charset)


def parameters(value: str) -> dict[str, str]:
    """The parameters of a structured field such as Content-Type, continuations and percent-codes resolved."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for chunk in _divided(value)[1:60]:
        key, separator, text = chunk.partition("=")
        key, text = key.strip().lower(), _unquoted(text.strip())
        if not separator or not key:
            continue
        name, star, rest = key.partition("*")
        if not star:
            plain.setdefault(name, decoded(text) if "=?" in text else text)
        else:
            number = rest.rstrip("*")
            pieces.setdefault(name, []).append(
                (int(number) if number.isdigit() and len(number) < 4 else 0, key.endswith("*"), text)
            )
    for name, found in pieces.items():
        plain[name] = _continued(sorted(found, key=lambda piece: piece[0]))
    return plain


def _continued(pieces: list[tuple[int, bool, str]]) -> str:
    charset, out = "utf-8", b""
    for position, (_, coded, piece) in enumerate(pieces):
        text = piece
        if coded and position == 0 and piece.count("'") >= 2:
            charset, _, text = piece.split("'", 2)
        out += unquote_to_bytes(text) if coded else text.encode("utf-8", "replace")
    return decode(out, charset)


def _divided(value: str) -> list[str]:
    """Split at semicolons that stand outside quotation marks."""
    chunks, current = list[str](), list[str]()
    quoted = escaped = False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and quoted:
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ";" and not quoted:
            chunks.append("".join(current))
            current = []
            continue
        current.append(char)
    return [*chunks, "".join(current)]


def _unquoted(text: str) -> str:
    if text.startswith('"'):
        end = text.rfind('"')
        text = text[1:end] if end > 0 else text[1:]
        return re.sub(r"\\(.)", r"\1", text)
    return re.sub(r"\s*\([^()]*\)\s*$", "", text)
