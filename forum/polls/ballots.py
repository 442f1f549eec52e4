"""Reading an answer to a poll out of a mail: a vote where it says nothing else, and never a guess."""

import re
from dataclasses import dataclass
from enum import StrEnum

from forum.farewell import without_farewell
from forum.polls.models import Poll


class Meant(StrEnum):
    VOTE = "vote"
    UNCLEAR = "unclear"  # it seems to be about the options: its author is told how a vote is written
    WORDS = "words"  # an answer like any other


@dataclass(frozen=True)
class Reading:
    meant: Meant
    picks: tuple[int, ...] = ()


_LEAD = re.compile(
    r"^(?:(?:my|i|we)\s+)?(?:votes?|choices?|options?|numbers?|nos?\.?)(?:\s+(?:is|are|for|goes to))?\s*:?\s+"
)
_BETWEEN = r"(?:\s*[,;&>+]\s*(?:and\s+|then\s+)?|\s+and\s+|\s+then\s+|\s+)"
_NUMBERS = re.compile(rf"\d{{1,2}}(?:{_BETWEEN}\d{{1,2}})*")
_ABOUT_IT = re.compile(r"\b(?:vote|voting|votes|option|options)\b")
LONGEST_UNCLEAR = 300


def read_ballot(text: str, poll: Poll, *, names: tuple[str, ...] = ()) -> Reading:
    """`names` are the writer's own, as they may stand under a mail."""
    said = without_farewell(text, {name.casefold() for name in names})
    picks = _picks(said, poll)
    if picks is not None:
        return Reading(Meant.VOTE, picks) if is_valid(poll, picks) else Reading(Meant.UNCLEAR)
    return Reading(Meant.UNCLEAR if _seems_one(said, poll) else Meant.WORDS)


def is_valid(poll: Poll, picks: tuple[int, ...]) -> bool:
    """Numbers of options, each once; one alone where one is to be chosen."""
    known = all(1 <= number <= len(poll.options) for number in picks)
    enough = len(picks) == 1 if poll.kind == Poll.Kind.SINGLE else len(picks) >= 1
    return known and enough and len(set(picks)) == len(picks)


def _picks(said: str, poll: Poll) -> tuple[int, ...] | None:
    """The numbers that are all that was said, or the one option that was named by its own words."""
    bare = _LEAD.sub("", said)
    if _NUMBERS.fullmatch(bare):
        return tuple(int(number) for number in re.findall(r"\d+", bare))
    named = [place for place, option in enumerate(poll.options, 1) if _same(option, said) or _same(option, bare)]
    return (named[0],) if len(named) == 1 else None


def _same(option: str, said: str) -> bool:
    return " ".join(option.casefold().split()).rstrip(".,!") == said


def _seems_one(said: str, poll: Poll) -> bool:
    if len(said) > LONGEST_UNCLEAR:
        return False
    numbers = {int(number) for number in re.findall(r"(?<![\d£.])\b\d{1,2}\b(?![\d%:/])", said)}
    about = _ABOUT_IT.search(said) or any(" ".join(option.casefold().split()) in said for option in poll.options)
    return bool(about) or any(1 <= number <= len(poll.options) for number in numbers)
