"""Owners of action points are reminded twice: three days before the date, and the day after it; by the timetable."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.events import ActionDue
from meetings.models import ActionPoint, Minutes
from outbox.record import record

AT, AT_ONCE = time(7, 30), 500
BEFORE = timedelta(days=3)
Told = ActionPoint.Reminded


def remind_of_actions(*, now: datetime | None = None) -> int:
    """Returns how many were due. Each once, however many ask at the same time; one given with its date already over is
    reminded of that alone.
    """
    local = timezone.localtime(now or timezone.now())
    if local.time() < AT:
        return 0
    today, rows = local.date(), _to_remind()
    late = rows.filter(due__lt=today).exclude(reminded=Told.AFTER)
    near = rows.filter(due__gte=today, due__lte=today + BEFORE, reminded=Told.NOT)
    found = [(row, True) for row in late[:AT_ONCE]] + [(row, False) for row in near[:AT_ONCE]]
    return sum(_release(row, late=is_late) for row, is_late in found)


def _to_remind() -> QuerySet[ActionPoint]:
    """Open ones with an owner, of minutes that are out."""
    out = ~Q(item__minutes__state=Minutes.State.WRITING)
    return ActionPoint.objects.filter(out, state=ActionPoint.State.OPEN, owner__isnull=False).order_by("due", "pk")


@transaction.atomic
def _release(row: ActionPoint, *, late: bool) -> bool:
    now_told = Told.AFTER if late else Told.BEFORE
    mine = ActionPoint.objects.filter(
        pk=row.pk, reminded=row.reminded, state=ActionPoint.State.OPEN, due=row.due
    ).update(reminded=now_told)
    if mine:
        record(ActionDue(action_id=row.pk, late=late))
    return bool(mine)
