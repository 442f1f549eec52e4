"""Looking for a date: asking with warnings, answering on the site and by the numbers, reminding, choosing."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import ref
from meetings.actions.ask_dates import ask_dates
from meetings.actions.cancel_meeting import cancel_meeting
from meetings.actions.fix_date import Date, fix_date
from meetings.actions.remind_of_dates import remind_of_dates
from meetings.actions.say_which_dates import say_which_dates
from meetings.dates import results_of
from meetings.lifecycle import State
from meetings.models import DateAnswer, Invitation, Meeting
from meetings.reading_dates import read_dates
from notifications.people.meeting_entries import organizer_of
from notifications.selectors import unread_count
from regions.actions.change_membership import change_membership
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, make_member
from tests.meetings.making import colleague_of, dated, in_days, make_meeting, wish
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

pytestmark = pytest.mark.django_db
SAM, BETH = "sam@lakeside.example", "beth@millbrook.example"
YES, NEED, NO = "yes", "need_be", "no"


def a_date(days: int, hour: int = 10) -> Date:
    return Date(in_days(days), time(hour), time(hour + 2))


@pytest.fixture
def meeting(rep, author, follower, north_west):
    """Three dates are asked about, and everybody has the mail."""
    made = make_meeting(rep, north_west, wish())
    ask_dates(rep, made.pk, dates=[a_date(20), a_date(21), a_date(22)])
    drain_outbox()
    return Meeting.objects.get(pk=made.pk)


def by_numbers(meeting, text: str, *, sender: str = SAM):
    to = organizer_of(meeting)
    return receive(write_mail(sender=sender, to=to, subject="Re: Which dates", text=text), sender=sender, to=to)


def lines(*days: date, **more) -> dict[str, str]:
    told = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"} | more
    for number, day in enumerate(days):
        told |= {f"form-{number}-day": str(day), f"form-{number}-from_time": "10:00", f"form-{number}-to_time": "12:00"}
    return told


# --- Asking


def test_74_each_member_gets_a_mail_of_their_own_with_the_dates_numbered(meeting, rep, londoner):
    (mail,) = mails_to(SAM)
    first = meeting.date_options.get(number=1)

    assert mail["Subject"] == "Which dates suit you? Winter meeting"
    assert mail["To"] == SAM
    assert f"1. {first.day:%A} {first.day.day} {first.day:%B %Y}, 10:00–12:00 UK time" in plain_text(mail)
    assert len(mails_to(BETH)) == 1
    assert mails_to(londoner.email) == []


def test_what_speaks_against_a_date_is_told_once_and_then_asked_all_the_same(rep, author, north_west, seen_by):
    make_meeting(rep, north_west, dated(title="Budget day", day=date(2027, 5, 4), from_time=time(11), to_time=time(12)))
    meeting, browser = make_meeting(rep, north_west, wish()), seen_by(rep)
    told = lines(date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 8))
    page = browser.post(f"/meetings/{ref('meeting', meeting.pk)}/dates/ask/", told).content.decode()

    assert "Monday 3 May is a bank holiday in England: Early May" in page or "bank holiday in England: May Day" in page
    assert "Tuesday 4 May: 2 of those asked are invited to “Budget day” at that time." in page
    assert "Saturday 8 May is at a weekend." in page
    assert Meeting.objects.get(pk=meeting.pk).state == State.PROPOSED

    assert browser.post(f"/meetings/{ref('meeting', meeting.pk)}/dates/ask/", told | {"sure": "1"}).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).state == State.POLLING
    assert list(meeting.date_options.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [((20,), "Give from two"), ((20, 20), "stands there twice"), ((-3, 20), "Date 1: This is in the past.")],
)
def test_bad_dates_get_a_sentence_and_ask_nobody(days, sentence, rep, north_west, seen_by):
    meeting = make_meeting(rep, north_west, wish())
    answer = seen_by(rep).post(
        f"/meetings/{ref('meeting', meeting.pk)}/dates/ask/", lines(*(in_days(one) for one in days))
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Meeting.objects.get().state == State.PROPOSED


def test_only_who_arranges_it_asks_and_reminds(meeting, author):
    with pytest.raises(Refused) as told:
        remind_of_dates(author, meeting.pk)
    assert told.value.reason == Reason.NOT_THE_REPRESENTATIVE


# --- Answering


def test_on_the_site_one_answer_a_member_that_can_be_changed(meeting, author, seen_by):
    browser = seen_by(author)
    browser.get(f"/meetings/{ref('meeting', meeting.pk)}/dates/?date_1=yes")
    assert DateAnswer.objects.count() == 0
    for first in (YES, NEED):
        browser.post(f"/meetings/{ref('meeting', meeting.pk)}/dates/", {"date_1": first, "date_2": NO, "date_3": YES})

    assert list(DateAnswer.objects.order_by("option").values_list("says", flat=True)) == [NEED, NO, YES]
    page = browser.get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    assert "You have said which dates suit you" in page
    assert "UK time" in page


def test_a_date_that_was_left_out_is_asked_for_and_nothing_counts(meeting, author, seen_by):
    page = (
        seen_by(author)
        .post(f"/meetings/{ref('meeting', meeting.pk)}/dates/", {"date_1": YES}, follow=True)
        .content.decode()
    )

    assert "Say of each date whether it suits you" in page
    assert DateAnswer.objects.count() == 0


def test_74_by_mail_the_numbers_count_and_are_told_back(meeting, author):
    row = by_numbers(meeting, "1 and 3\n\nThanks\nSam")

    assert (row.state, row.reason) == ("acted", "dates_counted")
    assert list(DateAnswer.objects.order_by("option").values_list("says", flat=True)) == [YES, NO, YES]
    told = plain_text(mails_to(SAM)[-1])
    assert ": yes\n2. " in told


def test_74_a_forwarded_copy_counts_for_nobody(meeting, londoner):
    rows = [by_numbers(meeting, "1", sender=one) for one in ("stranger@elsewhere.example", londoner.email)]

    assert {row.state for row in rows} == {"refused"}
    assert DateAnswer.objects.count() == 0


@pytest.mark.parametrize("text", ["1 and 9", "The first is fine, is there parking?", "1 and 3 if need be"])
def test_what_is_no_plain_answer_is_not_guessed(text, meeting, author):
    assert by_numbers(meeting, text).state == "refused"
    assert DateAnswer.objects.count() == 0
    assert "1 and 3" in plain_text(mails_to(SAM)[-1])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 and 3", [YES, NO, YES]), ("1,2", [YES, YES, NO]), ("Dates 2 & 3.", [NO, YES, YES]), ("none", [NO, NO, NO]),
        ("1, 2 if need be", [YES, NEED, NO]), ("1 and maybe 3", [YES, NO, NEED]), ("All", [YES, YES, YES]),
        ("3, but 1 at a pinch", [NEED, NO, YES]), ("yes to 2", [NO, YES, NO]),
        ("1 and 1", None), ("4", None), ("1 if Beth comes", None), ("", None), ("2pm", None), ("10:30", None),
    ],
)  # fmt: skip
def test_reading_numbers(text, says):
    found = read_dates(text, {1, 2, 3})

    assert (None if found is None else [found[number] for number in (1, 2, 3)]) == says


@given(text=st.text(max_size=60))
def test_reading_never_fails_and_never_names_a_date_that_is_not_there(text):
    assert set(read_dates(text, {1, 2, 3}) or {}) <= {1, 2, 3}


def test_86_no_answer_after_the_last_day_or_once_the_date_is_chosen(meeting, rep, author):
    says = {1: YES, 2: NO, 3: NO}
    Meeting.objects.update(dates_close=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused) as late:
        say_which_dates(author, meeting.pk, says=says)
    assert late.value.reason == Reason.DATES_CLOSED
    fix_date(rep, meeting.pk, wanted=a_date(20))
    with pytest.raises(Refused) as chosen:
        say_which_dates(author, meeting.pk, says=says)
    assert chosen.value.reason == Reason.DATE_IS_FIXED
    assert by_numbers(meeting, "1").state == "refused"


# --- Reminding, and choosing


def test_76_a_reminder_goes_to_those_alone_who_have_not_answered(meeting, rep, author, seen_by):
    say_which_dates(author, meeting.pk, says={1: YES, 2: NO, 3: NO})
    seen_by(rep).post(f"/meetings/{ref('meeting', meeting.pk)}/dates/remind/")
    drain_outbox()

    assert [len(mails_to(address)) for address in (SAM, BETH)] == [1, 2]
    assert mails_to(BETH)[-1]["Subject"] == "Reminder: which dates suit you? Winter meeting"
    with pytest.raises(Refused) as told:
        remind_of_dates(rep, meeting.pk)
    assert told.value.reason == Reason.REMINDED_TODAY


def test_who_answers_before_the_reminder_leaves_is_not_reminded(meeting, rep, author):
    remind_of_dates(rep, meeting.pk)
    say_which_dates(author, meeting.pk, says={1: YES, 2: NO, 3: NO})
    drain_outbox()

    assert [len(mails_to(address)) for address in (SAM, BETH)] == [1, 2]


def test_the_date_that_brings_most_services_is_marked_not_the_one_with_most_people(
    meeting, rep, author, follower, north_west
):
    for member in (author, colleague_of(author, "Cal"), colleague_of(author, "Dee")):
        say_which_dates(member, meeting.pk, says={1: YES, 2: NO, 3: NO})
    for member in (follower, make_member(north_west, "Tia")):
        say_which_dates(member, meeting.pk, says={1: NO, 2: NEED, 3: NO})
    rows = results_of(meeting).rows

    assert [(row.services, len(row.yes), len(row.need_be), row.best) for row in rows] == [
        (1, 3, 0, False), (2, 0, 2, True), (0, 0, 0, False),
    ]  # fmt: skip


def test_77_the_chosen_date_is_the_meetings_and_the_invitations_follow(meeting, rep, author, follower, seen_by):
    browser = seen_by(rep)
    assert (
        '<span class="tag done">most services</span>'
        not in browser.get(f"/meetings/{ref('meeting', meeting.pk)}/").content.decode()
    )
    browser.get(f"/meetings/{ref('meeting', meeting.pk)}/dates/2/choose/")
    assert Meeting.objects.get().state == State.POLLING
    browser.post(f"/meetings/{ref('meeting', meeting.pk)}/dates/2/choose/")
    drain_outbox()

    found = Meeting.objects.get()
    assert (found.state, found.day) == (State.FIXED, in_days(21))
    assert Invitation.objects.count() == 3
    assert mails_to(SAM)[-1]["Subject"].startswith("Invitation: Winter meeting")
    assert browser.post(f"/meetings/{ref('meeting', meeting.pk)}/dates/3/choose/").status_code == 403
    assert Meeting.objects.get().day == in_days(21)


def test_home_asks_until_it_is_answered(meeting, author, seen_by):
    browser = seen_by(author)
    assert "Which dates suit you? Winter meeting" in browser.get("/").content.decode()
    say_which_dates(author, meeting.pk, says={1: YES, 2: NO, 3: NO})
    assert "Which dates suit you?" not in browser.get("/").content.decode()
    fix_date(meeting.proposed_by, meeting.pk, wanted=a_date(20))
    assert "Are you coming? Winter meeting" in browser.get("/").content.decode()


def test_a_meeting_without_dates_to_ask_about_cannot_be_asked_again(meeting, rep):
    with pytest.raises(Refused):
        ask_dates(rep, meeting.pk, dates=[a_date(30), a_date(31)])
    with pytest.raises(Problem):
        ask_dates(rep, make_meeting(rep, meeting.network, wish()).pk, dates=[a_date(30)])


def test_the_bell_tells_each_step_to_who_may_see_it_and_not_to_who_took_it(meeting, rep, author, londoner, seen_by):
    fix_date(rep, meeting.pk, wanted=a_date(20))
    drain_outbox()
    cancel_meeting(rep, meeting.pk, reason="Snow.")
    drain_outbox()
    page = seen_by(author).get("/notifications/").content.decode()

    assert [said in page for said in ("which dates suit you?", "you are invited", "it was called off")] == [True] * 3
    assert [unread_count(fresh(one)) for one in (author, rep, londoner)] == [3, 0, 0]
    change_membership(None, author.memberships.get().pk, status="suspended", reason="x")
    assert unread_count(fresh(author)) == 0
    assert "Winter meeting" not in seen_by(author).get("/notifications/").content.decode()
