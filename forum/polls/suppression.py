"""Which regions' answers may be shown, so that nobody's can be worked out: not even by taking the rest from the total.

Regions stand in groups that are fixed beforehand. Where one of a group has fewer than `SMALL` answers, the group is
shown as one; where even a group has fewer, no region is shown at all. Choosing by the answers who joins a small region
(«the next smallest») would tell of each that joined, and each that did not, how large it can be.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

SMALL, GROUP = 5, 3
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Cells:
    """How many of a region answered, and how many of them chose each option."""

    answered: int
    votes: tuple[int, ...]

    @classmethod
    def sum(cls, rows: Sequence["Cells"], options: int) -> "Cells":
        votes = tuple(sum(row.votes[place] for row in rows) for place in range(options))
        return cls(sum(row.answered for row in rows), votes)


def groups_of(keys: Sequence[Key]) -> list[list[Key]]:
    """Neighbours in threes; one that would be left over joins the last group."""
    groups = [list(keys[start : start + GROUP]) for start in range(0, len(keys), GROUP)]
    if len(groups) > 1 and len(groups[-1]) == 1:
        last = groups.pop()
        groups[-1] += last
    return groups


def publishable(rows: Mapping[Key, Cells], options: int) -> dict[tuple[Key, ...], Cells]:
    """The rows that may be shown, each with the regions that it stands for. Empty where only the totals may be.

    Which keys there are, and their order, must not depend on the answers.
    """
    shown: dict[tuple[Key, ...], Cells] = {}
    for group in groups_of(list(rows)):
        if all(rows[key].answered >= SMALL for key in group):
            shown |= {(key,): rows[key] for key in group}
        else:
            shown[tuple(group)] = Cells.sum([rows[key] for key in group], options)
    safe = len(shown) > 1 and all(row.answered >= SMALL for row in shown.values())
    return shown if safe else {}
