"""What a poll came to, as everybody may be told it: page, mail and file say the same, because all take it from here."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from forum.models import Topic
from forum.polls.counting import Round, first_choices, instant_run_off, tally
from forum.polls.models import Ballot, Poll
from forum.polls.suppression import SMALL, Cells, publishable
from regions.models import Network


@dataclass(frozen=True)
class OptionRow:
    number: int
    words: str
    votes: int
    percent: int


@dataclass(frozen=True)
class RegionRow:
    """A region, or several that are shown only together."""

    names: tuple[str, ...]
    answered: int
    votes: tuple[int, ...]


@dataclass(frozen=True)
class CountedRound:
    """A round in words: the votes of each option still in, in the order of the options."""

    number: int
    rows: tuple[tuple[str, int], ...]
    spent: int
    out: tuple[str, ...]
    by_lot: bool


@dataclass(frozen=True)
class Results:
    """`options` is empty while nothing is shown of how people answered: `why` then says why. Turnout always shows."""

    asked: int
    answered: int
    why: str = ""
    options: tuple[OptionRow, ...] = ()
    rounds: tuple[CountedRound, ...] = ()
    first: tuple[str, ...] = ()
    regions: tuple[RegionRow, ...] = ()

    @property
    def together(self) -> bool:
        """Do some regions stand only in a group?"""
        return any(len(row.names) > 1 for row in self.regions)

    @property
    def ranked(self) -> bool:
        return bool(self.rounds)


def results_of(poll: Poll, ballots: list[Ballot], *, now: datetime | None = None) -> Results:
    now = now or timezone.now()
    answered, asked = len(ballots), max(poll.asked, len(ballots))
    if why := _why_not_yet(poll, answered, now):
        return Results(asked, answered, why)
    picks, size = [tuple(ballot.picks) for ballot in ballots], len(poll.options)
    if poll.kind == Poll.Kind.RANKED:
        votes, count = first_choices(picks, size), instant_run_off(picks, size, lot=lambda number: _lot(poll, number))
        rounds = tuple(_in_words(poll, place, one) for place, one in enumerate(count.rounds, 1))
        first = tuple(poll.words(list(count.first)))
    else:
        votes, rounds, first = tally(picks, size), (), ()
    options = tuple(
        OptionRow(place, words, number, round(100 * number / answered))
        for place, (words, number) in enumerate(zip(poll.options, votes, strict=True), 1)
    )
    regions = () if poll.is_open(now) else _by_region(poll, ballots)
    return Results(asked, answered, "", options, rounds, first, regions)


def _why_not_yet(poll: Poll, answered: int, now: datetime) -> str:
    if poll.hidden and poll.is_open(now):
        return "The result is shown when the poll has closed, and to nobody before."
    if answered < SMALL:
        return f"How people answered is shown once {SMALL} have, so that no answer can be told from a person."
    return ""


def _lot(poll: Poll, number: int) -> str:
    """A draw that nobody chose and everybody can repeat: the digest of the question and the option."""
    return sha256(f"{poll.question}\n{poll.options[number - 1]}".encode()).hexdigest()


def _in_words(poll: Poll, place: int, one: Round) -> CountedRound:
    rows = tuple((poll.options[number - 1], votes) for number, votes in one.votes.items())
    return CountedRound(place, rows, one.spent, tuple(poll.words(list(one.out))), one.by_lot)


def _by_region(poll: Poll, ballots: list[Ballot]) -> tuple[RegionRow, ...]:
    """Only once it is closed: from a table that is watched while it grows, each new answer could be read."""
    names = _regions_asked(poll.topic)
    last = list(names)[-1]
    size, cut = len(poll.options), 1 if poll.kind == Poll.Kind.RANKED else None
    picks: dict[int, list[list[int]]] = {pk: [] for pk in names}
    for ballot in ballots:
        picks[ballot.region_id if ballot.region_id in names else last].append(ballot.picks[:cut])
    rows = {pk: Cells(len(own), tuple(tally(own, size))) for pk, own in picks.items()}
    return tuple(
        RegionRow(tuple(names[pk] for pk in group), row.answered, row.votes)
        for group, row in publishable(rows, size).items()
    )


def _regions_asked(topic: Topic) -> dict[int, str]:
    """All that could answer, whether or not anybody did: which they are must not tell of the answers. The few without
    a region are counted with the last one, which says so: a row of their own would always be small.
    """
    network = topic.forum.network
    regions = Network.objects.filter(kind=Network.Kind.REGION, closed=None).order_by("position", "pk")
    if network.kind == Network.Kind.REGION:
        regions = regions.filter(pk=network.pk)
    names = {row.pk: row.name for row in regions}
    if len(names) > 1:
        names[list(names)[-1]] += " and no region"
    return names or {0: "no region"}
