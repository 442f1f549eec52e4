"""From what the clock on the wall says to a moment, and in words. The wall clock is the truth: a meeting at ten is at
ten, whatever is done to the clocks between now and then.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = "Europe/London"


class NoSuchTime(ValueError):
    """The clocks go forward over it."""


def moment(day: date, at: time, zone: str = ZONE) -> datetime:
    """In UTC. Of an hour that comes twice, in October, the first. Raises NoSuchTime for one left out in March."""
    wall = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    found = wall.astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise NoSuchTime
    return found


def day_in_words(day: date) -> str:
    """«Tuesday 8 December 2026»."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def span(from_time: time, to_time: time) -> str:
    """«10:00–13:00»."""
    return f"{from_time:%H:%M}–{to_time:%H:%M}"


def when(day: date | None, from_time: time | None, to_time: time | None) -> str:
    """«Tuesday 8 December 2026, 10:00–13:00 UK time»; empty while there is no date."""
    if day is None or from_time is None or to_time is None:
        return ""
    return f"{day_in_words(day)}, {span(from_time, to_time)} UK time"


def end_of(day: date) -> datetime:
    """The moment at which a UK day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()), ZoneInfo(ZONE))
