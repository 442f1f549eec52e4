"""From lines to the two texts that people see: the author's words, and what was folded away."""

import re
from dataclasses import dataclass, replace

from inbound.reading.lines import Line, has_words, joined, trimmed
from inbound.reading.own_words import furniture_lines
from inbound.reading.quotes import Context, Role, roles


@dataclass(frozen=True, slots=True)
class Divided:
    """Every line that had text is in `reply` or in `folded`; images are told apart the same way."""

    reply: str
    folded: str
    cut_at: tuple[int, ...]
    images_kept: frozenset[str]
    images_folded: frozenset[str]
    forwards: bool


def divide(lines: list[Line], context: Context) -> Divided:
    role, lines = roles(trimmed(lines), context)
    folded = {at for at, kind in enumerate(role) if kind is Role.FOLDED}
    stretches = _own_stretches(role)
    for number, stretch in enumerate(stretches):
        gone = furniture_lines([lines[at] for at in stretch], context.names, top=number == 0)
        folded.update(stretch[at] for at in gone)
    kept = [_shown(line, role[at]) for at, line in enumerate(lines) if at not in folded]
    cut = _apart([(line, at in folded) for at, line in enumerate(lines)])
    trailing = _trailing_images(lines, folded)
    return Divided(
        reply=joined(trimmed(kept)),
        folded=joined(trimmed(cut)),
        cut_at=_places([(_shown(line, role[at]), at in folded) for at, line in enumerate(lines)]),
        images_kept=frozenset(
            key for at, line in enumerate(lines) if at not in folded and at not in trailing for key in line.images
        ),
        images_folded=frozenset(
            key for at, line in enumerate(lines) if at in folded or at in trailing for key in line.images
        ),
        forwards=Role.FORWARDED in role,
    )


def _apart(lines: list[tuple[Line, bool]]) -> list[Line]:
    """What is cut; what stood apart by words that are kept stays apart."""
    found: list[Line] = []
    between = False
    for line, cut in lines:
        if cut:
            found += [Line("")] * between
            found.append(line)
        between = not cut and (between or not line.blank)
    return found


def _places(lines: list[tuple[Line, bool]]) -> tuple[int, ...]:
    """For each line of words that is cut, how many of those that are kept stand above it."""
    places: list[int] = []
    above = 0
    for line, cut in lines:
        words = sum(1 for one in line.shown.split("\n") if one.strip())
        if cut:
            places += [above] * words
        else:
            above += words
    return tuple(places)


def _own_stretches(role: list[Role]) -> list[list[int]]:
    """Runs of own lines between quoted ones; folded lines inside a run do not part it, quotes do."""
    stretches: list[list[int]] = [[]]
    for at, kind in enumerate(role):
        if kind is Role.OWN:
            stretches[-1].append(at)
        elif stretches[-1]:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


_BOLD_LABEL = re.compile(r"^\*\*([^*:]{1,30}:)\*\*")


def _shown(line: Line, role: Role) -> Line:
    if role is Role.FORWARDED and line.text.startswith("**"):
        return replace(line, text=_BOLD_LABEL.sub(r"\1", line.text))  # «**From:** …» of a forwarded header
    if role is Role.QUOTED and not line.blank and line.depth == 0:
        return Line(line.text, 1)
    return line


def _trailing_images(lines: list[Line], folded: set[int]) -> set[int]:
    """Lines of pictures below the author's last words: a logo there belongs to the signature."""
    found: set[int] = set()
    for at in range(len(lines) - 1, -1, -1):
        if at in folded:
            continue
        if has_words([lines[at]]):
            break
        found.add(at)
    return found
