"""What waits, what came, what came back: numbers and domains, no names."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Bounce
from accounts.reach import FOR_GOOD, not_reached
from inbound.models import InboundMail
from notifications.models import Delivery
from outbox.models import Event

DAYS, MOST_DOMAINS, TRIED_OFTEN = 14, 20, 3
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Queue:
    """A table of work: how much of it is due, since when, and how much of it keeps failing."""

    name: str
    due: int
    oldest: datetime | None
    failing: int
    now: datetime

    @property
    def late(self) -> bool:
        return self.oldest is not None and self.now - self.oldest > LATE


@dataclass(frozen=True)
class Day:
    """A day of the ledger: what came is what ended, and what is not read yet."""

    day: date
    received: int
    settled: int
    waiting: int

    @property
    def balances(self) -> bool:
        return self.received == self.settled + self.waiting


@dataclass(frozen=True)
class Domain:
    name: str
    members: int
    mails: int
    for_good: int


def queues(now: datetime) -> list[Queue]:
    """Three queries, each by an index of what is not done."""
    due = Q(next_try__lte=now)
    return [
        _queue("Events", Event.objects.filter(due, handled=None), "created", now),
        _queue("Mails to send", Delivery.objects.filter(due, state=Delivery.State.WAITING), "next_try", now),
        _queue("Mails to read", InboundMail.objects.filter(due, state=InboundMail.State.RECEIVED), "received", now),
    ]


def _queue(name, rows, since, now):  # type: ignore[no-untyped-def]
    told = rows.aggregate(n=Count("pk"), oldest=Min(since), failing=Count("pk", filter=Q(attempts__gt=TRIED_OFTEN)))
    return Queue(name, told["n"], told["oldest"], told["failing"], now)


def put_off() -> int:
    """Mails that wait for another try."""
    return Delivery.objects.filter(state=Delivery.State.WAITING, attempts__gt=0).exclude(last_error="").count()


def ledger_days(now: datetime) -> list[Day]:
    """The last fortnight by UK days, the newest first. One query."""
    waiting = Q(state=InboundMail.State.RECEIVED)
    first = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    rows = (
        InboundMail.objects.filter(received__gte=first)
        .annotate(day=TruncDate("received"))
        .values_list("day")
        .annotate(all=Count("pk"), settled=Count("pk", filter=~waiting), waiting=Count("pk", filter=waiting))
        .order_by("-day")
    )
    return [Day(*row) for row in rows]


def bounces_by_domain(now: datetime) -> list[Domain]:
    """Of the last thirty days, the domain with the most first. One query."""
    recent = Bounce.objects.filter(at__gt=now - timedelta(days=30)).values_list("domain")
    counted = recent.annotate(
        members=Count("member", distinct=True), mails=Count("mail", distinct=True),
        for_good=Count("mail", filter=Q(kind__in=FOR_GOOD), distinct=True),
    )  # fmt: skip
    return [Domain(*row) for row in counted.order_by("-members", "-mails", "domain")[:MOST_DOMAINS]]


def addresses_not_reached() -> int:
    return not_reached().count()


def last_sent(*, digest: bool = False) -> datetime | None:
    """When the relay last took a mail of ours, or a daily or weekly letter."""
    sent = Delivery.objects.filter(state=Delivery.State.SENT)
    if digest:
        sent = sent.filter(letter__template="digest")
    return sent.order_by("-pk").values_list("sent", flat=True).first()
