"""Working time: Monday to Friday without England's bank holidays, in UK time.

The clock runs round the day on working days and stands still on the others, so that an hour of it is an hour, whoever
works when. The UK changes its clocks on Sundays only, so a working day always has 24 hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

DAY = timedelta(days=1)


@lru_cache
def bank_holiday(day: date) -> str:
    """What England calls the day; empty for one that is no bank holiday."""
    return str(holidays.country_holidays("GB", subdiv="ENG", years=[day.year]).get(day, ""))


def bank_holidays(year: int) -> frozenset[date]:
    """Those of England, worked out on this machine."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=[year]))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself, if it is one."""
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`th working day after `day`, which does not count itself."""
    for _ in range(count):
        day = next_working_day(day + DAY)
    return day


def add_working_hours(start: datetime, hours: float) -> datetime:
    """When so many hours of working time are over; on a day off the clock starts at the next midnight that counts."""
    left = timedelta(hours=hours)
    day = timezone.localtime(start).date()
    at = start if is_working_day(day) else midnight(next_working_day(day))
    while True:
        day = timezone.localtime(at).date()
        end = midnight(day + DAY)
        if left < end - at:
            return at + left
        left -= end - at
        at = midnight(next_working_day(day + DAY))


def working_hours_between(start: datetime, end: datetime) -> float:
    """How much working time lies between the two; 0 if the end is not after the start."""
    total, day, last = timedelta(0), timezone.localtime(start).date(), timezone.localtime(end).date()
    while day <= last:
        if is_working_day(day):
            total += max(min(end, midnight(day + DAY)) - max(start, midnight(day)), timedelta(0))
        day += DAY
    return total / timedelta(hours=1)


def midnight(day: date) -> datetime:
    """The first moment of a UK day, in UTC, so that differences are true ones."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
