"""Reminders come due by the timetable: at half past seven on their day, by UK time."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from forum.events import ReminderDue
from forum.models import Reminder
from outbox.record import record

AT, AT_ONCE = time(7, 30), 500


def release_reminders(*, now: datetime | None = None) -> int:
    """Record each that is due, once, however many ask at the same time. Returns how many."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.time() < AT:
        return 0
    waiting = Reminder.objects.filter(day__lte=local.date(), told=None).order_by("day", "pk")
    return sum(_release(row, now) for row in waiting[:AT_ONCE])


@transaction.atomic
def _release(row: Reminder, now: datetime) -> bool:
    mine = Reminder.objects.filter(pk=row.pk, told=None, day=row.day).update(told=now)
    if mine:
        record(ReminderDue(reminder_id=row.pk, topic_id=row.topic_id, member_id=row.member_id))
    return bool(mine)
