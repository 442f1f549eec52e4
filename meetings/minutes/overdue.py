"""Minutes that ought to be there: ten working days after a meeting without them, it says so to all who see it."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from meetings.lifecycle import State
from meetings.models import Meeting
from regions.working_time import add_working_days

WORKING_DAYS = 10


def last_day_overdue(today: date) -> date:
    """Of meetings on this day or before it the ten working days are over."""
    day = today - timedelta(days=WORKING_DAYS)
    while add_working_days(day, WORKING_DAYS) >= today:
        day -= timedelta(days=1)
    return day


def overdue(meetings: QuerySet[Meeting], *, today: date | None = None) -> QuerySet[Meeting]:
    """Those that were held here, and whose minutes nobody has published."""
    last = last_day_overdue(today or timezone.localdate())
    held = meetings.filter(state=State.HELD, elsewhere=False, day__lte=last)
    return held.exclude(minutes__published__isnull=False).order_by("day", "pk")


def is_overdue(meeting: Meeting, *, published: bool, today: date | None = None) -> bool:
    if published or meeting.day is None or meeting.elsewhere or meeting.state != State.HELD:
        return False
    return meeting.day <= last_day_overdue(today or timezone.localdate())
