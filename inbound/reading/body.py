"""Choose the parts that are the mail's text, and read them as lines. HTML is preferred, for its structure."""

from dataclasses import dataclass

from inbound.reading.html import from_html
from inbound.reading.lines import Line, capped, from_text
from inbound.reading.mime import Part

MAX_TEXT = 4_000_000


@dataclass(frozen=True, slots=True)
class Body:
    lines: list[Line]
    files: list[Part]
    sizes: dict[str, tuple[int, int]]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_body(parts: list[Part]) -> Body:
    """Lines of the shown text, and the parts that are files beside it."""
    texts = [part for part in parts if _is_text(part)]
    texts = _without_reports(texts)
    chosen = [part for part in texts if part.content_type == "text/html"]
    plain = [part for part in texts if part.content_type != "text/html"]
    if chosen and plain:
        alternatives = [part for part in plain if "multipart/alternative" in part.within]
        if _html_is_poor(chosen, alternatives):
            chosen = []
        else:
            plain = [part for part in plain if part not in alternatives]
    lines: list[Line] = []
    sizes: dict[str, tuple[int, int]] = {}
    used = [part for part in texts if part in chosen or part in plain]
    for part in used:
        if lines:
            lines.append(Line(""))
        lines.extend(_lines(part, sizes))
    return Body(capped(lines), [part for part in parts if part not in texts], sizes)


def _lines(part: Part, sizes: dict[str, tuple[int, int]]) -> list[Line]:
    if part.content_type != "text/html":
        return from_text(_flowed(part)[:MAX_TEXT])
    read = from_html(part.text)
    sizes.update(read.sizes)
    return read.lines


def _flowed(part: Part) -> str:
    """Undo format=flowed (RFC 3676): a line that ends in a space goes on with the next of the same depth."""
    text = part.text
    if part.parameters.get("format", "").lower() != "flowed":
        return text
    delsp = part.parameters.get("delsp", "").lower() == "yes"
    lines: list[list[str]] = []
    open_depth = -1
    for raw in text.splitlines():
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        content = bare[:-1] if flows and delsp else bare
        if open_depth == depth and bare != "-- ":
            lines[-1].append(content)
        else:
            lines.append([f"{'>' * depth} " if depth else "", content])
        open_depth = depth if flows else -1
    return "\n".join("".join(pieces) for pieces in lines)


def _is_text(part: Part) -> bool:
    """A text part that a mail program shows in the message, not beside it."""
    if not part.content_type.startswith("text/") or part.disposition == "attachment":
        return False
    if part.content_type not in (
        "text/plain",
        "text/html",
        "text/enriched",
        "text/richtext",
        "text/markdown",
        "text/x-markdown",
    ):
        return False
    return not part.filename or (part.content_type == "text/html" and "multipart/alternative" in part.within)


def _without_reports(texts: list[Part]) -> list[Part]:
    return [
        part
        for part in texts
        if "multipart/report" not in part.within or part is texts[0] or "multipart/alternative" in part.within
    ]


def _html_is_poor(htmls: list[Part], plains: list[Part]) -> bool:
    """True when the text alternative says much more: some programs send an empty HTML shell."""
    if not plains:
        return False
    in_html = sum(len(line.text.split()) for part in htmls for line in from_html(part.text).lines)
    in_text = sum(len(part.text.split()) for part in plains)
    return in_text > 3 * in_html + 20 or (in_html == 0 and in_text > 0)
