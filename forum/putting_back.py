"""Where a piece that was cut from a mail stood among the words that were kept, also after they were changed."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from forum.mending import lines_of_words, pieces_of

MOST_LINES = 2000  # of more, what was changed is not looked for: the place is counted


def places_of(folded: str, cut_at: Sequence[int]) -> list[int | None]:
    """For each of `pieces_of`, how many lines of words stood above it; None where that was not written down."""
    found: list[int | None] = []
    at = 0
    for piece in pieces_of(folded):
        found.append(cut_at[at] if at < len(cut_at) else None)
        at += len(lines_of_words(piece))
    return found


def moved(places: Sequence[int | None], before: str, after: str) -> list[int | None]:
    """The same places among the lines of a text that was changed."""
    old, new = lines_of_words(before), lines_of_words(after)
    if old == new or max(len(old), len(new)) > MOST_LINES:
        return list(places)
    standing = {0: 0}  # behind which line of the old text is behind which of the new
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        standing |= {block.a + step: block.b + step for step in range(block.size + 1) if block.a + step not in standing}
    return [None if place is None else _nearest(place, standing, len(new)) for place in places]


def _nearest(place: int, standing: dict[int, int], most: int) -> int:
    while place not in standing:
        place -= 1
    return min(standing[place], most)


def with_pieces(text: str, pieces: Sequence[tuple[str, int | None]]) -> str:
    """The text with each piece as a paragraph of its own where it stood; below all where that is not known."""
    lines, above = text.rstrip().split("\n"), 0
    here: dict[int | None, list[str]] = {}
    most = len(lines_of_words(text))
    for piece, place in pieces:
        here.setdefault(None if place is None or place >= most else max(place, 0), []).append(piece)
    paragraphs: list[str] = [*here.get(0, [])]
    run: list[str] = []
    for line in lines:
        run.append(line)
        above += bool(line.strip())
        if line.strip() and above in here:
            paragraphs += ["\n".join(run), *here[above]]
            run = []
    paragraphs += ["\n".join(run), *here.get(None, [])]
    return "\n\n".join(paragraph.strip("\n") for paragraph in paragraphs if paragraph.strip())
