"""Working time: Monday to Friday, without England's bank holidays, in UK time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regions.working_time import add_working_days, add_working_hours, is_working_day, working_hours_between

UK = ZoneInfo("Europe/London")
DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))
HOURS = st.integers(0, 200 * 60).map(lambda minutes: minutes / 60)


def uk(*when: int) -> datetime:
    return datetime(*when, tzinfo=UK)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (uk(2026, 11, 23, 10), uk(2026, 11, 24, 10)),  # Monday to Tuesday
        (uk(2026, 11, 27, 15), uk(2026, 11, 30, 15)),  # over a weekend
        (uk(2026, 11, 28, 9), uk(2026, 12, 1, 0)),  # from a Saturday: it counts from Monday's midnight
        (uk(2026, 12, 24, 12), uk(2026, 12, 29, 12)),  # Christmas on a Friday, Boxing Day made up for on the Monday
        (uk(2026, 3, 27, 12), uk(2026, 3, 30, 12)),  # the clocks go forward on the Sunday
        (uk(2026, 10, 23, 12), uk(2026, 10, 26, 12)),  # and back
        (uk(2027, 3, 25, 16), uk(2027, 3, 30, 16)),  # Good Friday and Easter Monday
        (uk(2026, 7, 1, 0, 30), uk(2026, 7, 2, 0, 30)),  # half past eleven of the day before, by UTC
    ],
)
def test_24_working_hours(start, end):
    assert add_working_hours(start, 24) == end


def test_ten_working_days_over_christmas():
    assert add_working_days(date(2026, 12, 18), 10) == date(2027, 1, 6)


def test_bank_holidays_are_englands():
    assert is_working_day(date(2026, 3, 17))  # Northern Ireland's St Patrick's Day
    assert is_working_day(date(2026, 11, 30))  # Scotland's St Andrew's Day
    assert is_working_day(date(2026, 1, 2))
    assert not is_working_day(date(2026, 8, 31))


@given(MOMENTS, HOURS)
def test_what_is_added_lies_between(start, hours):
    assert working_hours_between(start, add_working_hours(start, hours)) == pytest.approx(hours, abs=1e-6)


@given(MOMENTS, HOURS, HOURS)
def test_adding_in_two_steps_is_adding_once(start, some, more):
    assert abs(add_working_hours(add_working_hours(start, some), more) - add_working_hours(start, some + more)) < (
        timedelta(milliseconds=1)
    )


@given(MOMENTS, HOURS)
def test_a_clock_that_runs_out_does_so_on_a_working_day(start, hours):
    end = add_working_hours(start, hours)
    assert end >= start
    assert is_working_day(end.astimezone(UK).date())


@given(DAYS, st.integers(1, 30))
def test_working_days_count_as_the_hours_do(day, count):
    end = add_working_days(day, count)
    assert is_working_day(end)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (end - day).days + 1)) == count


@given(MOMENTS, MOMENTS)
def test_time_that_has_not_passed_is_none(one, other):
    early, late = sorted((one, other))
    assert working_hours_between(late, early) == 0
    assert 0 <= working_hours_between(early, late) <= (late - early) / timedelta(hours=1) + 1e-6
