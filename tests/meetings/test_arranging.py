"""Proposing a meeting, alone or together, changing it, setting its date, calling it off; and who sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import ref
from audit.models import Entry
from forum.access import NotVisible
from forum.actions.merge_networks import merge_networks
from forum.models import Post, Topic
from meetings.access import visible_meetings
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.change_meeting import change_meeting
from meetings.actions.fix_date import Date, fix_date
from meetings.actions.join_meeting import join_meeting
from meetings.actions.propose_meeting import propose_meeting
from meetings.lifecycle import AFTER, Act, State, after
from meetings.models import Meeting
from meetings.timetable import hold_past_meetings
from meetings.wall_time import ZONE, NoSuchTime, moment
from outbox.models import Event
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, join, make_member, make_network, make_officer, make_representative
from tests.meetings.making import dated, in_days, make_meeting, wish
from tests.outbound import drain_outbox, mails_to, plain_text

pytestmark = pytest.mark.django_db


def form(**more) -> dict[str, str]:
    return {
        "key": "web:1", "version": "0", "title": "Winter meeting", "way": "both", "place": "County Hall, Preston",
        "joining_link": "https://meet.example/abc", "agenda": "Remand beds", "who_may_come": "members", "board": "",
        "capacity": "20",
    } | more  # fmt: skip


# --- Proposing


def test_a_representative_proposes_and_a_topic_opens_to_talk_about_it(rep, author, board, north_west, seen_by):
    answer = seen_by(rep).post("/networks/north-west/meetings/propose/", form(board="north-west"))
    meeting = Meeting.objects.get()

    assert answer["Location"] == f"/meetings/{ref('meeting', meeting.pk)}/"
    assert (meeting.state, meeting.starts, meeting.capacity) == (State.PROPOSED, None, 20)
    assert meeting.topic.subject == "Meeting: Winter meeting"
    assert f"/meetings/{ref('meeting', meeting.pk)}/" in Post.objects.get(topic=meeting.topic).content.raw
    assert Entry.objects.filter(verb="propose_meeting", actor_id=rep.pk).count() == 1
    page = seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    assert "No date yet" in page
    assert "Talk about it: Meeting: Winter meeting" in page


def test_the_same_form_sent_twice_makes_one_meeting_and_one_topic(rep, board, north_west):
    made = [
        propose_meeting(rep, north_west.pk, wish=dated(), idempotency_key="twice", board_slug=board.slug)
        for _ in range(2)
    ]

    assert made[0].pk == made[1].pk
    assert (Meeting.objects.count(), Topic.objects.count()) == (1, 1)


def test_with_a_day_its_people_are_invited_by_mail_at_once(rep, author, londoner, north_west):
    meeting = make_meeting(rep, north_west, dated(day=date(2027, 7, 13), agenda="Remand beds"))
    drain_outbox()
    (mail,) = mails_to("sam@lakeside.example")

    assert mail["Subject"] == "Invitation: Winter meeting, Tue 13 Jul 2027"
    assert "Tuesday 13 July 2027, 10:00–13:00 UK time" in plain_text(mail)
    assert f"/meetings/{ref('meeting', meeting.pk)}/" in plain_text(mail)
    assert mails_to("imran@eastside.example") == []


@pytest.mark.parametrize("who", ["author", "londoner"])
def test_nobody_else_proposes(who, rep, north_west, request, seen_by):
    member = request.getfixturevalue(who)
    status = 403 if who == "author" else 404

    assert seen_by(member).get("/networks/north-west/meetings/propose/").status_code == status
    assert seen_by(member).post("/networks/north-west/meetings/propose/", form()).status_code == status
    with pytest.raises(Refused if who == "author" else NotVisible):
        make_meeting(member, north_west)
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "more", "sentence"),
    [
        ("day", {"day": "2020-01-01", "from_time": "10:00", "to_time": "12:00"}, "This is in the past."),
        ("to_time", {"day": "2027-01-12", "from_time": "12:00", "to_time": "10:00"}, "It has to end after it begins"),
        ("from_time", {"day": "2027-01-12", "to_time": "10:00"}, "Say when it begins."),
        ("from_time", {"day": "2027-03-28", "from_time": "01:30", "to_time": "03:00"}, "this hour is left out"),
        ("day", {"day": "2226-01-12", "from_time": "10:00", "to_time": "12:00"}, "more than two years away"),
        ("title", {"title": " "}, "Give the meeting a name"),
        ("joining_link", {"joining_link": "javascript:alert(1)"}, "from “https://” on"),
        ("joining_link", {"way": "in_person"}, "This meeting is in person only."),
        ("capacity", {"capacity": "0"}, "Write a number from 1 on."),
        ("agenda", {"agenda": "Kyle Smith, born 03/04/2011"}, "looks like a child’s details"),
        (
            "closes",
            {"day": "2027-01-12", "from_time": "10:00", "to_time": "12:00", "closes": "2027-01-13"},
            "after the day of the meeting",
        ),
    ],
)
def test_bad_input_gets_a_plain_sentence_beside_its_field_and_changes_nothing(field, more, sentence, rep, seen_by):
    answer = seen_by(rep).post("/networks/north-west/meetings/propose/", form(**more))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert sentence in page
    assert "County Hall, Preston" in page  # what was typed is kept
    assert Meeting.objects.count() == 0


# --- Several networks


@pytest.fixture
def neighbour(db):
    return make_network("Yorkshire")


def test_another_network_is_asked_and_sees_it_once_its_representative_says_yes(rep, north_west, neighbour, seen_by):
    other, member = make_representative(neighbour, "Yve"), make_member(neighbour, "Yan")
    meeting = make_meeting(rep, north_west, with_ids=[neighbour.pk])
    drain_outbox()
    (letter,) = mails_to(other.email)
    assert letter["Subject"] == "North West asks: shall we meet together?"
    assert mails_to(member.email) == []
    assert "Do we take part? Winter meeting" in seen_by(other).get("/").content.decode()
    assert (
        "Does Yorkshire take part?" in seen_by(other).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    )
    assert seen_by(member).get(f"/meetings/{ref('meeting', meeting.pk)}/").status_code == 404

    seen_by(other).post(f"/meetings/{ref('meeting', meeting.pk)}/join/{ref('network', neighbour.pk)}/", {"do": "join"})
    drain_outbox()

    page = seen_by(member).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    assert "A meeting of North West and Yorkshire" in page
    assert "Winter meeting" in seen_by(member).get("/networks/yorkshire/meetings/").content.decode()
    assert mails_to(rep.email)[-1]["Subject"] == "Yorkshire takes part: Winter meeting"
    with pytest.raises(Refused) as told:
        join_meeting(fresh(other), meeting.pk, neighbour.pk, joins=False)
    assert told.value.reason == Reason.ALREADY_DECIDED


def test_who_declines_sees_it_no_more_and_a_member_cannot_say_it(rep, north_west, neighbour):
    other, member = make_representative(neighbour), make_member(neighbour)
    meeting = make_meeting(rep, north_west, with_ids=[neighbour.pk])
    with pytest.raises(NotVisible):
        join_meeting(member, meeting.pk, neighbour.pk, joins=True)

    join_meeting(other, meeting.pk, neighbour.pk, joins=False)

    assert [list(visible_meetings(fresh(one))) for one in (other, member)] == [[meeting], []]  # one is of the executive


def test_meetings_go_along_when_a_network_is_merged_into_another(rep, author, north_west, neighbour, seen_by):
    other = make_representative(neighbour)
    ours, shared = make_meeting(rep, north_west), make_meeting(rep, north_west, with_ids=[neighbour.pk])
    join_meeting(other, shared.pk, neighbour.pk, joins=True)
    merge_networks(make_officer("secretariat"), north_west.pk, into_id=neighbour.pk, version=north_west.version)
    for _ in range(2):
        drain_outbox()
        Event.objects.filter(name="NetworksMerged").update(handled=None, next_try=timezone.now())

    assert [seen_by(author).get(f"/meetings/{ref('meeting', one.pk)}/").status_code for one in (ours, shared)] == [
        200,
        200,
    ]
    assert list(shared.with_networks.values_list("network", "state")) == [(neighbour.pk, "joined")]
    assert seen_by(other).get(f"/meetings/{ref('meeting', ours.pk)}/change/").status_code == 200


def test_a_group_that_one_does_not_know_of_cannot_be_asked(rep, north_west):
    secret = make_network("Inspection group", kind="group")

    with pytest.raises(Problem):
        make_meeting(rep, north_west, with_ids=[secret.pk])

    assert Meeting.objects.count() == 0
    join(rep, secret)
    assert make_meeting(fresh(rep), north_west, with_ids=[secret.pk]).with_networks.count() == 2


# --- Changing


def test_85_a_new_time_raises_the_number_and_writes_to_all_and_a_typo_does_neither(rep, author, north_west):
    wanted = dated()
    meeting = make_meeting(rep, north_west, wanted)
    drain_outbox()
    change_meeting(rep, meeting.pk, wish=replace(wanted, title="Winter meeting!", agenda="Beds"), version=0)
    drain_outbox()
    assert (Meeting.objects.get().sequence, len(mails_to(author.email))) == (0, 1)

    moved = replace(wanted, from_time=time(11), to_time=time(14))
    change_meeting(rep, meeting.pk, wish=moved, version=1)
    drain_outbox()

    assert Meeting.objects.get().sequence == 1
    assert mails_to(author.email)[-1]["Subject"].startswith("Changed: Winter meeting")
    assert "11:00–14:00 UK time" in plain_text(mails_to(author.email)[-1])


def test_of_two_at_once_the_second_is_shown_what_it_says_now(rep, north_west, seen_by):
    meeting = make_meeting(rep, north_west)
    change_meeting(rep, meeting.pk, wish=dated(title="Spring meeting"), version=0)

    answer = seen_by(rep).post(f"/meetings/{ref('meeting', meeting.pk)}/change/", form(
        day=str(in_days(30)), from_time="10:00", to_time="13:00", title="Mine"
    ))  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in page
    assert "What it says now: Spring meeting." in page
    assert 'value="Mine"' in page
    assert Meeting.objects.get().title == "Spring meeting"


def test_no_fewer_places_than_are_taken(rep, north_west):
    meeting = make_meeting(rep, north_west, dated(capacity=5))
    Meeting.objects.update(taken=3)

    with pytest.raises(Problem) as told:
        change_meeting(rep, meeting.pk, wish=dated(capacity=2), version=0)

    assert "3 places are taken already" in told.value.sentence
    assert Meeting.objects.get().capacity == 5
    with pytest.raises(IntegrityError):
        Meeting.objects.update(taken=6)


# --- The date, and the end


def test_a_date_is_fixed_once(rep, author, north_west, seen_by):
    meeting = make_meeting(rep, north_west, wish())
    drain_outbox()
    assert mails_to(author.email) == []
    seen_by(rep).post(
        f"/meetings/{ref('meeting', meeting.pk)}/date/",
        {"day": str(in_days(9)), "from_time": "10:00", "to_time": "12.30"},
    )
    drain_outbox()

    assert Meeting.objects.get().state == State.FIXED
    assert mails_to(author.email)[0]["Subject"].startswith("Invitation: Winter meeting")
    with pytest.raises(Refused) as told:
        fix_date(rep, meeting.pk, wanted=Date(in_days(10), time(10), time(12)))
    assert told.value.reason == Reason.DATE_IS_FIXED


def test_called_off_everybody_is_told_why_and_nothing_more_is_done(rep, author, north_west, seen_by):
    meeting = make_meeting(rep, north_west)
    drain_outbox()
    assert (
        "Say why"
        in seen_by(rep).post(f"/meetings/{ref('meeting', meeting.pk)}/cancel/", {"reason": ""}).content.decode()
    )
    seen_by(rep).post(f"/meetings/{ref('meeting', meeting.pk)}/cancel/", {"reason": "Snow on the hills."})
    drain_outbox()

    assert "Snow on the hills." in plain_text(mails_to(author.email)[-1])
    assert (
        "This meeting was called off: Snow on the hills."
        in seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    )
    assert Meeting.objects.get().sequence == 1
    with pytest.raises(Refused) as told:
        change_meeting(rep, meeting.pk, wish=dated(), version=1)
    assert told.value.reason == Reason.MEETING_CANCELLED


def test_an_invitation_that_has_not_left_does_not_leave_once_the_meeting_is_called_off(rep, author, north_west):
    meeting = make_meeting(rep, north_west)
    cancel_meeting(rep, meeting.pk, reason="Snow.")
    drain_outbox()

    assert [mail["Subject"].split(":")[0] for mail in mails_to(author.email)] == ["Called off"]


@pytest.mark.parametrize("act", ["change", "date", "cancel"])
def test_an_ordinary_member_arranges_nothing(act, rep, author, londoner, north_west, seen_by):
    meeting = make_meeting(rep, north_west)
    before = Meeting.objects.values().get()

    assert seen_by(author).get(f"/meetings/{ref('meeting', meeting.pk)}/{act}/").status_code == 403
    assert seen_by(author).post(f"/meetings/{ref('meeting', meeting.pk)}/{act}/", form(reason="No")).status_code == 403
    assert (
        seen_by(londoner).post(f"/meetings/{ref('meeting', meeting.pk)}/{act}/", form(reason="No")).status_code == 404
    )
    assert Meeting.objects.values().get() == before


def test_what_is_over_was_held(rep, north_west):
    meeting = make_meeting(rep, north_west)

    assert hold_past_meetings(now=meeting.ends - timedelta(minutes=1)) == 0
    assert hold_past_meetings(now=meeting.ends) == 1
    assert Meeting.objects.get().state == State.HELD


# --- From elsewhere


def test_one_arranged_elsewhere_is_noted_in_one_line_and_nobody_is_written_to(rep, author, north_west, seen_by):
    told = {"key": "web:2", "title": "Prevention forum", "day": "2026-06-02", "from_time": "10:00", "to_time": "12:00"}
    answer = seen_by(rep).post("/networks/north-west/meetings/record/", told)
    drain_outbox()

    assert answer["Location"] == "/networks/north-west/meetings/"
    meeting = Meeting.objects.get()
    assert (meeting.elsewhere, meeting.state) == (True, State.HELD)
    assert "Prevention forum" in seen_by(author).get("/meetings/").content.decode()
    assert [mails_to(one.email) for one in (rep, author)] == [[], []]
    assert not Event.objects.filter(name="DateFixed").exists()
    assert seen_by(author).post("/networks/north-west/meetings/record/", told).status_code == 403


# --- Seeing


def test_a_networks_meetings_are_its_own(rep, author, londoner, north_west, seen_by):
    meeting = make_meeting(rep, north_west, dated(joining_link="https://meet.example/abc", way="both"))
    paths = (f"/meetings/{ref('meeting', meeting.pk)}/", "/networks/north-west/meetings/")

    assert [seen_by(author).get(path).status_code for path in paths] == [200, 200]
    assert [seen_by(londoner).get(path).status_code for path in paths] == [404, 404]
    assert "Winter meeting" not in seen_by(londoner).get("/meetings/").content.decode()
    assert "Winter meeting" not in seen_by(londoner).get("/regions/north-west/").content.decode()
    assert "Winter meeting" in seen_by(author).get("/regions/north-west/").content.decode()
    shown = [seen_by(one).get(paths[0]).content.decode() for one in (author, rep)]
    assert ["https://meet.example/abc" in page for page in shown] == [False, True]


def test_the_empty_list_invites_who_may_and_tells_the_others_what_to_do(rep, author, north_west, seen_by):
    pages = [seen_by(one).get("/networks/north-west/meetings/").content.decode() for one in (rep, author)]

    assert ["Propose a meeting" in page for page in pages] == [True, False]
    assert "If you would like one, say so on a board of North West." in pages[1]


def test_a_list_costs_the_same_for_one_and_for_three(rep, author, north_west, seen_by, django_assert_num_queries):
    browser = seen_by(author)
    make_meeting(rep, north_west)
    browser.get("/meetings/")
    with django_assert_num_queries(6):
        browser.get("/meetings/")
    for _ in range(2):
        make_meeting(rep, north_west)
    with django_assert_num_queries(6):
        browser.get("/meetings/")


# --- The table of states


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_leads_where_the_table_says_or_is_refused_with_a_reason(state, act):
    if act in AFTER[state]:
        assert after(state, act) == AFTER[state][act]
    else:
        with pytest.raises(Refused):
            after(state, act)


def test_nothing_leads_out_of_what_is_over():
    later = [set(AFTER[state].values()) - {state} for state in (State.HELD, State.MINUTED, State.CANCELLED)]
    assert later == [{State.MINUTED}, set(), set()]


# --- The clock on the wall (threat 59)


def test_59_ten_is_ten_before_and_after_the_clocks_change():
    assert moment(date(2026, 7, 7), time(10)) == datetime(2026, 7, 7, 9, tzinfo=UTC)
    assert moment(date(2026, 10, 27), time(10)) == datetime(2026, 10, 27, 10, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two
    with pytest.raises(NoSuchTime):
        moment(date(2027, 3, 28), time(1, 30))


@given(day=st.dates(date(2026, 1, 1), date(2037, 12, 31)), minute=st.integers(0, 24 * 60 - 1))
def test_59_the_wall_clock_is_kept_for_every_day_and_time(day, minute):
    at = time(minute // 60, minute % 60)
    try:
        local = timezone.localtime(moment(day, at), ZoneInfo(ZONE))
    except NoSuchTime:
        assert (day.month, day.weekday(), at.hour) == (3, 6, 1)
    else:
        assert (local.date(), local.time()) == (day, at)
