"""The common currency of the reader: a line of text, how deeply it is quoted, and what its mail program said of it."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Hint(StrEnum):
    """What the mail's own markup says about a line."""

    NONE = ""
    SIGNATURE = "signature"
    ATTRIBUTION = "attribution"  # the program's own «On … wrote:» element
    TAIL = "tail"  # from here on the program put the mail that is answered
    HEADERS = "headers"  # a rule with a header block below it


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    depth: int = 0
    hint: Hint = Hint.NONE
    images: tuple[str, ...] = ()
    accent: bool = False  # written in a colour or on a highlight of its own
    mark: str = ""  # the quote mark as it stood in a plain text

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def shown(self) -> str:
        return f"{self.mark or '> ' * self.depth}{self.text}".rstrip() if self.depth else self.text.rstrip()


MAX_DEPTH = 9
MAX_LINES = 10_000  # no person writes more; the rest is kept in one piece and not searched
_GROUPWISE = re.compile(r"^>>> [^\n]{3,250}\d[^\n]{0,40} ?>>>\s*$")
_PERSONAL_QUOTE = re.compile(r"^[A-Z][A-Za-z]{0,9}>( |$)")
_WRAPPED_LINK = re.compile(r"[<(][^<>()\s]*$")


def from_text(text: str) -> list[Line]:
    """Lines of a plain text part; `> ` marks become depth."""
    pieces = re.split(r"\r\n|\n|\r|\u2028|\u2029", text)
    rest = "\n".join(pieces[MAX_LINES:])
    lines = _personal_quotes(_mended_quotes([_plain_line(raw) for raw in pieces[:MAX_LINES]]))
    return [*lines, Line(rest)] if rest.strip() else lines


def capped(lines: list[Line]) -> list[Line]:
    """At most MAX_LINES, the rest as one last line."""
    if len(lines) <= MAX_LINES + 1:
        return lines
    return [*lines[:MAX_LINES], Line("\n".join(line.shown for line in lines[MAX_LINES:]))]


def _plain_line(raw: str) -> Line:
    if raw.startswith(">>>") and _GROUPWISE.match(raw[:320]):
        return Line(raw.strip(), hint=Hint.ATTRIBUTION)
    depth, at = 0, 0
    for at, char in enumerate(raw):
        if char == ">":
            depth += 1
        elif char != " " or not depth or raw[at - 1] == " " or at > 500:
            break
    else:
        at = len(raw)
    if not depth:
        return Line(raw if raw == "-- " else raw.expandtabs(4).rstrip())
    if depth > 3 and at >= len(raw.rstrip()):  # `>>>>>>` with nothing after it is what somebody typed
        return Line(raw[1:].strip(), depth=1, mark="> ")
    return Line(raw[at:].rstrip(), depth=min(depth, MAX_DEPTH), mark=raw[:at])


def _mended_quotes(lines: list[Line]) -> list[Line]:
    """A link that was wrapped out of its quote goes back into it: `> see (http://…` / `rest)` / `>`."""
    out: list[Line] = []
    for at, line in enumerate(lines):
        before, after = (out[-1] if out else None), (lines[at + 1] if at + 1 < len(lines) else None)
        spilled = (
            line.depth == 0
            and not line.blank
            and before is not None
            and after is not None
            and before.depth
            and after.depth
            and " " not in line.text.strip()
            and _WRAPPED_LINK.search(before.text[-300:])
        )
        out.append(replace(line, depth=before.depth) if spilled and before else line)
    return out


def _personal_quotes(lines: list[Line]) -> list[Line]:
    """`JS> words`: quoting with initials, believed where two such lines meet."""

    def marked(at: int) -> bool:
        return 0 <= at < len(lines) and lines[at].depth == 0 and bool(_PERSONAL_QUOTE.match(lines[at].text))

    return [
        _personal(line) if marked(at) and (marked(at - 1) or marked(at + 1)) else line for at, line in enumerate(lines)
    ]


def _personal(line: Line) -> Line:
    name, _, text = line.text.partition(">")
    return replace(line, text=text.lstrip(), depth=1, mark=f"{name}> ")


def trimmed(lines: list[Line]) -> list[Line]:
    """Without blank lines at both ends (a line that carries an image is not blank)."""
    start, end = 0, len(lines)
    while start < end and lines[start].blank and not lines[start].images:
        start += 1
    while end > start and lines[end - 1].blank and not lines[end - 1].images:
        end -= 1
    return lines[start:end]


def joined(lines: list[Line]) -> str:
    """The lines as text, runs of blank lines made one, nothing else changed."""
    out: list[str] = []
    for line in lines:
        text = line.shown
        if text.strip() or (out and out[-1].strip()):
            out.append(text)
    return "\n".join(out).strip("\n").rstrip()


def has_words(lines: list[Line]) -> bool:
    return any(not line.blank for line in lines)
