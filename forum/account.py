"""A network's account of its moderation, quarter by quarter: counted from the rows, without names."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count
from django.utils import timezone

from audit.models import Entry
from forum.models import Matter
from regions.models import Network
from regions.working_time import midnight, working_hours_between

QUARTERS = 8
ACTS = {
    "remove_post": "posts removed", "restore_post": "posts put back", "purge_post": "posts deleted everywhere",
    "lock_topic": "topics locked", "move_topic": "topics moved", "split_topic": "topics split",
    "merge_topics": "topics merged", "suspend_member": "members suspended", "lift_suspension": "suspensions lifted",
}  # fmt: skip


@dataclass(frozen=True)
class Quarter:
    """What came in, what became of it, and how long it took: in working hours, from its opening to the decision."""

    first: date
    last: date
    came: dict[str, int] = field(default_factory=dict)
    became: dict[str, int] = field(default_factory=dict)
    hours: float | None = None
    passed: int = 0
    waiting: int = 0
    acts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def quiet(self) -> bool:
        return not (self.came or self.acts)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarters_before(today: date, count: int) -> list[tuple[date, date]]:
    """The quarters that are over, the newest first: one that runs is not accounted for yet."""
    found: list[tuple[date, date]] = []
    day = quarter_of(today)[0]
    while len(found) < count:
        found.append(quarter_of(day - timedelta(days=1)))
        day = found[-1][0]
    return found


def account_of(network: Network, *, today: date | None = None) -> list[Quarter]:
    """Each matter is counted in the quarter in which it opened."""
    spans = quarters_before(today or timezone.localdate(), QUARTERS)
    start, end = midnight(spans[-1][0]), midnight(spans[0][1] + timedelta(days=1))
    matters = list(Matter.objects.filter(network=network, opened__gte=start, opened__lt=end))
    entries = Entry.objects.filter(
        network_id=network.pk, outcome=Entry.Outcome.DONE, verb__in=ACTS, at__gte=start, at__lt=end
    )
    return [_quarter(first, last, matters, entries) for first, last in spans]


def _quarter(first: date, last: date, matters: list[Matter], entries) -> Quarter:  # type: ignore[no-untyped-def]
    start, end = midnight(first), midnight(last + timedelta(days=1))
    here = [matter for matter in matters if start <= matter.opened < end]
    acts = entries.filter(at__gte=start, at__lt=end).values_list("verb").annotate(number=Count("pk")).order_by("verb")
    return Quarter(
        first, last, came=_counted(matter.get_kind_display() for matter in here),
        became=_counted(matter.get_outcome_display() for matter in here if matter.outcome),
        hours=_median_hours(here), passed=sum(matter.passed is not None for matter in here),
        waiting=sum(matter.is_open for matter in here), acts=[(ACTS[verb], number) for verb, number in acts],
    )  # fmt: skip


def _counted(words) -> dict[str, int]:  # type: ignore[no-untyped-def]
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return dict(sorted(found.items()))


def _median_hours(matters: list[Matter]) -> float | None:
    """Of those that somebody decided: what its author settled was decided by nobody."""
    spans: list[tuple[datetime, datetime]] = [
        (matter.opened, matter.decided)
        for matter in matters
        if matter.decided and matter.outcome != Matter.Outcome.WITHDRAWN
    ]
    return round(median(working_hours_between(*span) for span in spans), 1) if spans else None
