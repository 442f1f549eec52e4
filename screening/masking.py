"""Hide what was found, so that a moderator can decide without reading it."""

from screening.rules import Finding

BLOCK = "\u2588"


def masked(text: str, findings: tuple[Finding, ...]) -> str:
    """The text with each found part as blocks of the same length. Line breaks stay, so that tables keep their rows."""
    pieces: list[str] = []
    shown = 0
    for begin, end in sorted((finding.start, finding.end) for finding in findings):
        start = max(begin, shown)
        if start < end:
            pieces += (text[shown:start], _blocks(text[start:end]))
            shown = end
    return "".join(pieces) + text[shown:]


def _blocks(part: str) -> str:
    return "\n".join(BLOCK * len(line) for line in part.split("\n"))
