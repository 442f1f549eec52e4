"""Counting answers. Ranked ones by instant run-off, the alternative vote: docs/decisions name the source and the ties.

Pure: numbers in, numbers out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Picks = Sequence[int]


@dataclass(frozen=True)
class Round:
    """One round: the votes of each option still in, who has nobody left to vote for, and which options go after it."""

    votes: dict[int, int]
    spent: int
    out: tuple[int, ...] = ()
    by_lot: bool = False


@dataclass(frozen=True)
class RunOff:
    """`first` has one option, or several that are level to the end, or none where nobody answered."""

    rounds: tuple[Round, ...]
    first: tuple[int, ...]


def tally(ballots: Sequence[Picks], options: int) -> list[int]:
    """How often each option was chosen, in the order of the options."""
    return [sum(number in picks for picks in ballots) for number in range(1, options + 1)]


def first_choices(ballots: Sequence[Picks], options: int) -> list[int]:
    return tally([picks[:1] for picks in ballots], options)


def instant_run_off(ballots: Sequence[Picks], options: int, *, lot: Callable[[int], object]) -> RunOff:
    """Until an option has more than half of the votes that still count, the one with the fewest goes.

    `lot` gives each option its place in the draw that decides between options that were level in all rounds.
    """
    if not ballots:
        return RunOff((), ())
    left, rounds = list(range(1, options + 1)), list[Round]()
    while True:
        votes = _round(ballots, left)
        spent = len(ballots) - sum(votes.values())
        most = max(votes.values())
        level = tuple(option for option in left if votes[option] == most)
        if most * 2 > sum(votes.values()) or len(level) == len(left):
            return RunOff((*rounds, Round(votes, spent)), level)
        out, by_lot = _out(votes, rounds, lot)
        rounds.append(Round(votes, spent, out, by_lot))
        left = [option for option in left if option not in out]


def _round(ballots: Sequence[Picks], left: list[int]) -> dict[int, int]:
    votes = dict.fromkeys(left, 0)
    for picks in ballots:
        standing = next((number for number in picks if number in votes), None)
        if standing is not None:
            votes[standing] += 1
    return votes


def _out(votes: dict[int, int], earlier: list[Round], lot: Callable[[int], object]) -> tuple[tuple[int, ...], bool]:
    """All that nobody voted for go together; else the one with the fewest, now or in the latest round that tells them
    apart; else the lot says.
    """
    fewest = min(votes.values())
    lowest = [option for option, count in votes.items() if count == fewest]
    if fewest == 0 or len(lowest) == 1:
        return tuple(lowest), False
    for before in reversed(earlier):
        least = min(before.votes[option] for option in lowest)
        lowest = [option for option in lowest if before.votes[option] == least]
    if len(lowest) == 1:
        return tuple(lowest), False
    return (min(lowest, key=lot),), True  # type: ignore[arg-type]
