"""Who was there: noted from the day on, by who arranges it; two who note at once undo nothing of each other."""

import pytest
from django.utils import timezone

from accounts.refs import ref
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.note_attendance import note_attendance
from meetings.models import Invitation, Meeting
from meetings.timetable import hold_past_meetings
from regions.permissions import Reason, Refused
from tests.meetings.making import dated, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(rep, author, follower, north_west):
    """A meeting on this very day."""
    made = make_meeting(rep, north_west, dated())
    Meeting.objects.update(day=timezone.localdate())
    return made


def row_of(member) -> Invitation:
    return Invitation.objects.get(member=member)


def test_two_who_note_at_once_undo_nothing_of_each_other(today, rep, author, follower, seen_by):
    path, browser = f"/meetings/{ref('meeting', today.pk)}/attendance/", seen_by(rep)
    browser.post(path, {"here": [row_of(author).pk]})
    browser.post(path, {"here": [row_of(follower).pk]})  # from a page that was opened before

    assert [row_of(one).attended for one in (author, follower, rep)] == [True, True, None]
    browser.post(path, {"here": [row_of(follower).pk], "was": [row_of(author).pk, row_of(follower).pk]})
    assert [row_of(one).attended for one in (author, follower)] == [False, True]
    page = browser.get(path).content.decode()
    assert "1 here" in page
    assert "1 service" in page


def test_it_is_noted_afterwards_too_and_not_before_the_day(today, rep, author, north_west, seen_by):
    early = make_meeting(rep, north_west)
    row = Invitation.objects.get(meeting=early, member=author)
    page = (
        seen_by(rep)
        .post(f"/meetings/{ref('meeting', early.pk)}/attendance/", {"here": [row.pk]}, follow=True)
        .content.decode()
    )
    assert "from the day of the meeting on" in page
    assert Invitation.objects.filter(attended=True).count() == 0

    hold_past_meetings(now=today.ends)
    row = Invitation.objects.get(meeting=today, member=author)
    seen_by(rep).post(f"/meetings/{ref('meeting', today.pk)}/attendance/", {"here": [row.pk]})
    assert Invitation.objects.get(attended=True) == row


def test_nobody_else_notes_it_and_a_row_of_another_meeting_is_left_alone(today, rep, author, north_west, seen_by):
    path = f"/meetings/{ref('meeting', today.pk)}/attendance/"
    other = make_meeting(rep, north_west).invitations.get(member=author)

    assert seen_by(author).get(path).status_code == 403
    assert seen_by(author).post(path, {"here": [today.invitations.get(member=author).pk]}).status_code == 403
    seen_by(rep).post(path, {"here": [other.pk]})
    assert Invitation.objects.filter(attended=True).count() == 0


def test_of_a_meeting_that_was_called_off_nothing_is_noted(today, rep):
    cancel_meeting(rep, today.pk, reason="Snow.")
    with pytest.raises(Refused) as told:
        note_attendance(rep, today.pk, changes={1: True})
    assert told.value.reason == Reason.MEETING_CANCELLED


def test_the_list_costs_the_same_for_one_and_for_three(rep, north_west, seen_by, django_assert_num_queries, request):
    browser, meeting = seen_by(rep), make_meeting(rep, north_west)
    browser.get(f"/meetings/{ref('meeting', meeting.pk)}/attendance/")
    with django_assert_num_queries(7):
        browser.get(f"/meetings/{ref('meeting', meeting.pk)}/attendance/")
    for name in ("author", "follower"):
        Invitation.objects.create(meeting=meeting, member=request.getfixturevalue(name))
    with django_assert_num_queries(7):
        browser.get(f"/meetings/{ref('meeting', meeting.pk)}/attendance/")
