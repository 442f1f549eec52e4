"""Does mail reach an address? Two mails that came back for good within a week, or five days without a mail that was not
put off, and it is taken for not reached: mail to it pauses, but for sign-in codes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Bounce, Member, NotReached, SignInCode, Trouble

FOR_GOOD = (Trouble.HARD, Trouble.POLICY)
WITHIN = timedelta(days=7)
PUT_OFF_FOR = timedelta(days=5)
KEPT = timedelta(days=90)


def not_reached() -> QuerySet[NotReached]:
    """The addresses that are not reached now. A code that was mailed there and used since then did get through."""
    used = SignInCode.objects.filter(address__iexact=OuterRef("address"), used__gt=OuterRef("since"))
    return NotReached.objects.filter(~Exists(used), ended=None)


def paused_among(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses, in small letters, to which mail pauses. One query."""
    return set(not_reached().filter(address__in={one.lower() for one in addresses}).values_list("address", flat=True))


def trouble_of(member: Member) -> NotReached | None:
    return not_reached().filter(member=member).order_by("since").first()


@transaction.atomic
def note_bounce(
    member: Member, address: str, *, kind: str, status: str, mail: int, now: datetime | None = None
) -> bool:  # fmt: skip
    """Write down that the mail came back; True if it is the first report of this kind about it."""
    now, address = now or timezone.now(), address.lower()
    Member.objects.select_for_update().get(pk=member.pk)  # reports about one person are counted one by one
    _, new = Bounce.objects.get_or_create(
        mail=mail, kind=kind,
        defaults={
            "member": member, "address": address, "domain": address.rpartition("@")[2], "status": status[:12],
            "at": now,
        },
    )  # fmt: skip
    if new and _is_lost(address, now):
        _end(NotReached.objects.filter(address=address).exclude(pk__in=not_reached().values("pk")), now)
        NotReached.objects.get_or_create(
            address=address, ended=None, defaults={"member": member, "kind": kind, "since": now}
        )
    return new


def reached(address: str, *, now: datetime | None = None) -> int:
    """A mail got through, or its member says so: what came back before counts no more."""
    return _end(NotReached.objects.filter(address=address.lower()), now or timezone.now())


def forget_old_bounces(*, now: datetime | None = None) -> int:
    """At night: what a used code has shown to be over is ended before the code is forgotten; old reports go."""
    now = now or timezone.now()
    over = NotReached.objects.filter(ended=None).exclude(pk__in=not_reached().values("pk"))
    gone = NotReached.objects.filter(ended__lt=now - KEPT)
    return _end(over, now) + gone.delete()[0] + Bounce.objects.filter(at__lt=now - KEPT).delete()[0]


def _end(rows: QuerySet[NotReached], now: datetime) -> int:
    return rows.filter(ended=None).update(ended=now)


def _is_lost(address: str, now: datetime) -> bool:
    """By what came back since mail last got through."""
    over = NotReached.objects.filter(address=address, ended__isnull=False).order_by("-ended").first()
    used = SignInCode.objects.filter(address__iexact=address, used__isnull=False).order_by("-used").first()
    heard = [over.ended if over else None, used.used if used else None]
    since = max([now - 2 * WITHIN, *filter(None, heard)])
    bounces = Bounce.objects.filter(address=address, at__gt=since).order_by("at")
    for_good = bounces.filter(kind__in=FOR_GOOD, at__gte=now - WITHIN)
    if for_good.values("mail").distinct().count() >= 2:
        return True
    moments = list(bounces.values_list("at", flat=True))
    return bool(moments) and _put_off_since(moments) <= now - PUT_OFF_FOR


def _put_off_since(moments: list[datetime]) -> datetime:
    """When the last unbroken row of troubles began: one without a report for five days has ended."""
    begins = moments[-1]
    for moment in reversed(moments):
        if begins - moment > PUT_OFF_FOR:
            break
        begins = moment
    return begins
