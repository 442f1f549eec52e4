"""A poll as one reader is shown it: what they answered, whether they may, and what it came to."""

from dataclasses import dataclass

from accounts.models import Member
from forum.models import Topic
from forum.polls.models import Poll
from forum.polls.results import Results, results_of
from forum.polls.voters import ballots_of, picks_of
from regions.permissions import can_vote, why_not_write
from regions.standing import member_standing


@dataclass(frozen=True)
class OptionLine:
    number: int
    words: str
    chosen: bool
    place: int | None


@dataclass(frozen=True)
class Panel:
    poll: Poll
    options: list[OptionLine]
    own: list[str]
    is_open: bool
    may_vote: bool
    why_not: str
    results: Results
    problem: str = ""

    @property
    def state(self) -> str:
        """What an open page compares to see whether anything moved."""
        return state_of(self.results.answered, self.is_open)


def state_of(answered: int, is_open: bool) -> str:
    return f"{answered}{'' if is_open else ' closed'}"


def panel_of(member: Member, topic: Topic, poll: Poll, *, problem: str = "") -> Panel:
    """One query. The topic must be one that the member may read."""
    ballots, poll.topic = ballots_of(poll), topic
    own, is_open = picks_of(member, ballots), poll.is_open()
    who, network = member_standing(member), topic.around
    shut = {"locked": topic.is_locked, "closed": topic.forum.closed is not None}
    allowed = can_vote(who, network, **shut)
    options = [
        OptionLine(number, words, number in own, own.index(number) + 1 if number in own else None)
        for number, words in enumerate(poll.options, 1)
    ]
    why_not = "" if allowed else why_not_write(who, network, **shut).sentence
    words, results = poll.words(own), results_of(poll, ballots)
    return Panel(poll, options, words, is_open, is_open and allowed, why_not, results, problem)
