"""Calendars that fetch: a secret address, read by two libraries, right over both changes of the clock; and deputies."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from accounts.refs import ref
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.send_deputy import send_deputy
from meetings.calendar import feed
from meetings.models import CalendarFeed, Invitation, Meeting, Rsvp
from meetings.wall_time import NoSuchTime, moment
from regions.actions.change_membership import change_membership
from regions.problems import Problem
from tests.factories import fresh
from tests.meetings.making import colleague_of, dated, in_days, make_meeting
from tests.outbound import drain_outbox, mails_to

UK = ZoneInfo("Europe/London")
db = pytest.mark.django_db


def made_for(member, seen_by) -> str:
    """The address of the member's calendar, as the page shows it once."""
    page = seen_by(member).post("/calendar/", {"do": "make"}).content.decode()
    return page.partition('<code class="address">')[2].partition("</code>")[0].partition("127.0.0.1:8000")[2]


def titles(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


@db
def test_91_a_new_address_takes_the_old_ones_place_at_once(rep, author, north_west, seen_by):
    make_meeting(rep, north_west)
    old = made_for(author, seen_by)
    assert titles(old) == ["Winter meeting"]
    assert old.strip("/").split("/")[-1].removesuffix(".ics") not in str(CalendarFeed.objects.values_list())
    assert "127.0.0.1:8000/calendar/" not in seen_by(author).get("/calendar/").content.decode()

    new = made_for(author, seen_by)

    assert Client().get(old).status_code == 404
    assert titles(new) == ["Winter meeting"]
    seen_by(author).post("/calendar/", {"do": "end"})
    assert Client().get(new).status_code == 404


@db
def test_05_it_holds_what_its_member_may_see_at_that_moment(rep, author, londoner, north_west, seen_by):
    make_meeting(rep, north_west)
    mine, theirs = made_for(author, seen_by), made_for(londoner, seen_by)
    network = mine.removesuffix(".ics") + "/north-west.ics"

    assert (titles(mine), titles(theirs), titles(network)) == (["Winter meeting"], [], ["Winter meeting"])
    assert Client().get(theirs.removesuffix(".ics") + "/north-west.ics").status_code == 404
    for status in ("lapsed", "suspended", "ended"):
        change_membership(None, author.memberships.get().pk, status=status, reason="x")
        assert titles(mine) == []


@db
def test_who_declined_has_it_no_more_and_the_link_is_for_those_going(rep, author, follower, north_west, seen_by):
    meeting = make_meeting(rep, north_west, dated(way="both", joining_link="https://meet.example/abc"))
    mine, theirs = made_for(author, seen_by), made_for(follower, seen_by)
    answer_invitation(author, meeting.pk, answer="yes", online=True)

    assert ["meet.example" in Client().get(one).content.decode() for one in (mine, theirs)] == [True, False]
    answer_invitation(author, meeting.pk, answer="no")
    assert titles(mine) == []
    cancel_meeting(rep, meeting.pk, reason="Snow.")
    assert "STATUS:CANCELLED" in Client().get(theirs).content.decode()
    assert "ATTENDEE" not in Client().get(theirs).content.decode()


@db
def test_a_lapsed_member_makes_no_address(author, seen_by):
    change_membership(None, author.memberships.get().pk, status="lapsed")

    assert seen_by(author).post("/calendar/", {"do": "make"}).status_code == 403
    assert CalendarFeed.objects.count() == 0


@db
def test_a_feed_costs_the_same_for_one_and_for_three(rep, author, north_west, seen_by, django_assert_num_queries):
    make_meeting(rep, north_west)
    address = made_for(author, seen_by)
    with django_assert_num_queries(5):
        titles(address)
    for _ in range(2):
        make_meeting(rep, north_west)
    with django_assert_num_queries(5):
        titles(address)


def fixed(number: int, day: date, at: time, to: time) -> Meeting:
    return Meeting(
        pk=number, title=f"Meeting {number}", state="fixed", day=day, from_time=at, to_time=to, starts=moment(day, at)
    )


@given(
    days=st.lists(st.dates(date(2026, 1, 1), date(2036, 12, 31)), min_size=1, max_size=12),
    minute=st.integers(0, 23 * 60),
)
def test_59_every_meeting_keeps_its_wall_time_in_two_libraries(days, minute):
    """Over all changes of the clock: as the zone that is written out says it, and as the zone's name does."""
    at, to = time(minute // 60, minute % 60), time(23, 59)
    try:
        meetings = [fixed(number, day, at, to) for number, day in enumerate(days, 1)]
    except NoSuchTime:
        return
    written = feed("Meetings", [(one, False) for one in meetings], stamp=datetime(2026, 1, 1, tzinfo=UTC))
    by_name = {str(event["UID"]): event.decoded("DTSTART") for event in Calendar.from_ical(written).walk("VEVENT")}
    parsed = vobject.readOne(written.decode())

    for event, meeting in zip(parsed.vevent_list, meetings, strict=True):
        start = event.dtstart.value
        assert by_name[event.uid.value].astimezone(UTC) == meeting.starts
        assert start.replace(tzinfo=None) == datetime.combine(meeting.day, at)
        if (at.hour, meeting.day.month, meeting.day.weekday()) != (1, 10, 6):  # an hour that comes twice
            assert start.astimezone(UTC) == meeting.starts


# --- A deputy


@db
def test_84_the_place_moves_to_a_colleague_and_both_get_the_right_calendar_mail(rep, author, north_west, seen_by):
    meeting, colleague = make_meeting(rep, north_west, dated(capacity=1)), colleague_of(author, "Cal")
    answer_invitation(author, meeting.pk, answer="yes")
    drain_outbox()
    page = seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    assert "Cal Tester" in page
    seen_by(author).post(f"/meetings/{ref('meeting', meeting.pk)}/deputy/", {"deputy": colleague.pk})
    drain_outbox()

    places = {row.member_id: (row.answer, row.place) for row in Invitation.objects.all()}
    assert places[author.pk] == ("no", "")
    assert places[colleague.pk] == ("yes", "taken")
    assert Meeting.objects.get().taken == 1
    for address, method, subject in (
        ("sam@lakeside.example", "CANCEL", "You are not going: Winter meeting"),
        (colleague.email, "REQUEST", "Sam Tester asks you to come instead: Winter meeting"),
    ):
        mail = mails_to(address)[-1]
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert (mail["Subject"], part.get_param("method")) == (subject, method)


@db
def test_84_somebody_of_another_service_is_no_deputy(rep, author, follower, north_west):
    meeting = make_meeting(rep, north_west)
    with pytest.raises(Problem):
        send_deputy(author, meeting.pk, follower.pk)

    assert Rsvp.objects.count() == 0


@db
def test_84_who_waits_hands_on_their_turn(rep, author, follower, north_west):
    meeting, colleague = make_meeting(rep, north_west, dated(capacity=1)), colleague_of(author, "Cal")
    answer_invitation(follower, meeting.pk, answer="yes")
    answer_invitation(author, meeting.pk, answer="yes")
    since = Invitation.objects.get(member=author).queued
    send_deputy(fresh(author), meeting.pk, colleague.pk)

    row = Invitation.objects.get(member=colleague)
    assert (row.place, row.queued) == ("waiting", since)
    assert in_days(0) + timedelta(days=30) == meeting.day
