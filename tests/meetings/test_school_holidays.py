"""Half-terms, where somebody has noted them: who may, what is refused, and whom they warn."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from audit.models import Entry
from forum.access import NotVisible
from meetings.actions.add_school_holiday import add_school_holiday
from meetings.actions.remove_school_holiday import remove_school_holiday
from meetings.dates import warnings_for
from meetings.holidays import in_words
from meetings.models import DateOption, SchoolHoliday
from meetings.wall_time import moment
from regions.permissions import Refused
from tests.factories import make_network
from tests.meetings.making import in_days, make_meeting, wish

pytestmark = pytest.mark.django_db
ADDRESS = "/networks/north-west/meetings/school-holidays/"


def form(**more) -> dict[str, str]:
    return {"name": "February half-term", "starts": str(in_days(20)), "ends": str(in_days(24))} | more


def option(day: date) -> DateOption:
    begins = moment(day, time(10))
    return DateOption(day=day, from_time=time(10), to_time=time(12), starts=begins, ends=begins + timedelta(hours=2))


def test_a_representative_notes_them_once_and_takes_them_away(rep, north_west, seen_by):
    browser = seen_by(rep)
    assert "None to come is noted" in browser.get(ADDRESS).content.decode()
    assert f'href="{ADDRESS}"' in browser.get(reverse("network_meetings", args=["north-west"])).content.decode()
    for _ in range(2):
        assert browser.post(ADDRESS, form()).status_code == 302

    row = SchoolHoliday.objects.get()
    assert (row.name, row.network, row.starts, row.ends) == (
        "February half-term", north_west, in_days(20), in_days(24),
    )  # fmt: skip
    assert "February half-term" in browser.get(ADDRESS).content.decode()
    browser.post(ADDRESS, {"remove": "not a day"})
    assert SchoolHoliday.objects.count() == 1
    for _ in range(2):
        browser.post(ADDRESS, {"remove": str(row.starts)})
    assert SchoolHoliday.objects.count() == 0
    verbs = Entry.objects.filter(verb__contains="school_holiday").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_school_holiday", "remove_school_holiday"]


@pytest.mark.parametrize(
    ("field", "more", "sentence"),
    [
        ("name", {"name": " "}, "Give it a name"),
        ("ends", {"ends": "2020-01-01"}, "The last day has to be the first day, or after it."),
        ("ends", {"starts": "2020-01-01", "ends": "2020-01-08"}, "These holidays are over."),
        ("ends", {"ends": str(in_days(120))}, "longer than ten weeks"),
        ("starts", {"starts": "2226-01-01", "ends": "2226-01-02"}, "more than three years away"),
        ("starts", {"starts": str(in_days(10)), "ends": str(in_days(11))}, "These days meet “Winter break”"),
    ],
)
def test_bad_input_gets_a_plain_sentence_and_changes_nothing(field, more, sentence, rep, north_west, seen_by):
    add_school_holiday(rep, north_west.pk, name="Winter break", starts=in_days(9), ends=in_days(12))
    answer = seen_by(rep).post(ADDRESS, form(**more))

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert sentence in answer.content.decode()
    assert SchoolHoliday.objects.count() == 1


def test_nobody_else_notes_them(rep, author, londoner, north_west, seen_by):
    add_school_holiday(rep, north_west.pk, name="Winter break", starts=in_days(9), ends=in_days(12))
    for member, status, problem in ((author, 403, Refused), (londoner, 404, NotVisible)):
        assert seen_by(member).get(ADDRESS).status_code == status
        assert seen_by(member).post(ADDRESS, form()).status_code == status
        with pytest.raises(problem):
            add_school_holiday(member, north_west.pk, name="x", starts=in_days(40), ends=in_days(41))
        with pytest.raises(problem):
            remove_school_holiday(member, north_west.pk, starts=in_days(9))
    assert (
        "School holidays" not in seen_by(author).get(reverse("network_meetings", args=["north-west"])).content.decode()
    )
    assert SchoolHoliday.objects.count() == 1


def test_a_date_in_the_holidays_of_those_asked_is_warned_of_and_no_other(rep, author, north_west):
    elsewhere = make_network("Yorkshire")
    SchoolHoliday.objects.create(network=north_west, name="Half-term", starts=in_days(20), ends=in_days(24))
    SchoolHoliday.objects.create(network=elsewhere, name="Other half-term", starts=in_days(20), ends=in_days(29))
    meeting = make_meeting(rep, north_west, wish())
    days = [in_days(number) for number in (19, 20, 24, 25)]
    options = [option(day) for day in days]
    told = [line for line in warnings_for(rep, meeting, options) if "school holidays" in line]

    assert [line.endswith("is in the school holidays of North West: Half-term.") for line in told] == [True, True]
    assert [f" {day.day} " in line for day, line in zip(days[1:3], told, strict=True)] == [True, True]


def test_each_region_that_has_holidays_is_named(north_west):
    other = make_network("Yorkshire")
    day = date(2027, 2, 16)
    known = [
        SchoolHoliday(network=network, name=name, starts=day - timedelta(days=1), ends=day)
        for network, name in ((north_west, "Half-term"), (other, "Spring break"))
    ]

    assert in_words(known, day) == [
        "Tuesday 16 February is in the school holidays of North West: Half-term.",
        "Tuesday 16 February is in the school holidays of Yorkshire: Spring break.",
    ]
    assert in_words(known, day + timedelta(days=1)) == []
