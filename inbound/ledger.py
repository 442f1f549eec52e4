"""The ledger: what was received on a day, and what became of it. The two sums are the same, whatever came."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from inbound.models import InboundMail

DAYS, ROWS = 14, 50
ENDINGS = [state for state in InboundMail.State if state != InboundMail.State.RECEIVED]


@dataclass(frozen=True)
class Day:
    """One day in UK time: `counts` by ending, and how many are not yet read."""

    day: date
    counts: dict[str, int]
    waiting: int

    @property
    def received(self) -> int:
        return sum(self.counts.values()) + self.waiting


def days_until(last: date) -> tuple[list[Day], date | None]:
    """Fourteen days, newest first, without those on which nothing came; and the last day of the page before, if there
    is one. Two queries.
    """
    first = last - timedelta(days=DAYS - 1)
    rows = (
        InboundMail.objects.filter(received__gte=_start(first), received__lt=_start(last + timedelta(days=1)))
        .annotate(day=TruncDate("received")).values("day", "state").annotate(n=Count("pk")).order_by("-day")
    )  # fmt: skip
    found: dict[date, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["day"], {})[row["state"]] = row["n"]
    days = [
        Day(day, {state.value: counts.get(state, 0) for state in ENDINGS}, counts.get(InboundMail.State.RECEIVED, 0))
        for day, counts in found.items()
    ]
    newest = InboundMail.objects.filter(received__lt=_start(first)).order_by("-received")
    moment = newest.values_list("received", flat=True).first()
    return days, timezone.localdate(moment) if moment else None


def one_day(day: date) -> Day:
    found = InboundMail.objects.filter(received__gte=_start(day), received__lt=_start(day + timedelta(days=1)))
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    return Day(day, {state.value: counts.get(state, 0) for state in ENDINGS}, counts.get(InboundMail.State.RECEIVED, 0))


def mails_of(day: date, *, state: str = "", before: int | None = None) -> tuple[list[InboundMail], int | None]:
    """The day's mails, newest first, fifty at a time; and the number from which the next fifty go on."""
    rows: Any = InboundMail.objects.filter(received__gte=_start(day), received__lt=_start(day + timedelta(days=1)))
    if state in InboundMail.State.values:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.defer("raw").order_by("-pk")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None


def _start(day: date) -> datetime:
    """Midnight in the UK."""
    return timezone.make_aware(datetime.combine(day, time.min))
