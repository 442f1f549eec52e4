"""Minutes: filled in, written together, sent to those who were there, corrected by mail, published, agreed and locked."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from forum.models import Post
from meetings.actions.add_action import add_action
from meetings.actions.agree_minutes import agree_minutes
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.circulate_minutes import circulate_minutes
from meetings.actions.correct_minutes import correct_minutes
from meetings.actions.decide_correction import decide_correction
from meetings.actions.end_action import end_action
from meetings.actions.note_attendance import note_attendance
from meetings.actions.open_minutes import open_minutes
from meetings.actions.publish_minutes import publish_minutes
from meetings.actions.write_minute_item import write_minute_item
from meetings.lifecycle import State
from meetings.minutes.overdue import last_day_overdue
from meetings.minutes.reminding import remind_of_actions
from meetings.models import ActionPoint, Correction, Meeting, MinuteItem, Minutes
from notifications.people.minutes import address_of
from notifications.selectors import notifications_for
from regions.permissions import Reason, Refused
from regions.problems import Problem
from regions.working_time import add_working_days
from tests.factories import make_representative, new_key
from tests.meetings.making import dated, in_days, make_meeting
from tests.outbound import drain_outbox, mails_to, plain_text, receive, write_mail

pytestmark = pytest.mark.django_db
SAM, BETH = "sam@lakeside.example", "beth@millbrook.example"


def held(meeting: Meeting, days_ago: int) -> Meeting:
    """As if it had been on that day."""
    day = in_days(-days_ago)
    moment = timezone.now() - timedelta(days=days_ago)
    Meeting.objects.filter(pk=meeting.pk).update(
        day=day, starts=moment - timedelta(hours=2), ends=moment - timedelta(hours=1), state=State.HELD
    )
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def meeting(rep, author, follower, north_west, board):
    """Yesterday: Sam was there, Beth sent apologies."""
    made = make_meeting(rep, north_west, dated(agenda="1. Remand\n- Transport"))
    answer_invitation(author, made.pk, answer="yes")
    answer_invitation(follower, made.pk, answer="no")
    made = held(made, 1)
    note_attendance(rep, made.pk, changes={made.invitations.get(member=author).pk: True})
    drain_outbox()
    return made


@pytest.fixture
def draft(meeting, rep, author):
    """With those who were there; item 7 has an action point for Sam."""
    open_minutes(rep, meeting.pk)
    write_minute_item(rep, meeting.pk, 7, title="Remand", note="Discussed on Monday.", version=1)
    give(rep, meeting, author)
    circulate_minutes(rep, meeting.pk)
    drain_outbox()
    return meeting


def give(rep, meeting, owner, *, due: date | None = None) -> ActionPoint:
    return add_action(
        rep, meeting.pk, 7, words="Ask about transport", owner_id=owner.pk, due=due or in_days(10),
        idempotency_key=new_key(),
    )  # fmt: skip


def page(name: str, *args) -> str:
    return reverse(name, args=args)


def item(meeting, number: int) -> MinuteItem:
    return MinuteItem.objects.get(minutes__meeting=meeting, number=number)


def answered(to: str, text: str, *, sender: str = SAM):
    return receive(write_mail(sender=sender, to=to, subject="Re: Draft minutes", text=text), sender=sender, to=to)


# --- Writing


def test_87_they_begin_with_what_is_known(meeting, rep, author, north_west, seen_by):
    seen_by(rep).post(page("open_minutes", meeting.pk))

    notes = {row.title: row.note for row in MinuteItem.objects.filter(minutes__meeting=meeting)}
    assert list(notes) == [
        "Present", "Apologies", "Declarations of interest", "Quoracy", "Minutes of the last meeting",
        "Matters arising", "Remand", "Transport",
    ]  # fmt: skip
    assert notes["Present"].startswith(author.full_name)
    assert notes["Apologies"].startswith("Beth")
    assert notes["Quoracy"].startswith("1 of ")
    seen_by(rep).post(page("open_minutes", meeting.pk))
    assert Minutes.objects.count() == 1


def test_87_the_next_meeting_begins_with_the_open_actions_of_the_last(draft, rep, author, north_west, seen_by):
    publish_minutes(rep, draft.pk)
    later = make_meeting(rep, north_west)
    assert "Ask about transport" in seen_by(author).get(page("meeting", later.pk)).content.decode()

    later = held(later, 0)
    assert "Were the minutes agreed?" in seen_by(rep).get("/").content.decode()
    form = seen_by(rep).get(page("agree_minutes", draft.pk)).context["form"]
    assert form.initial["agreed_on"] == later.day
    open_minutes(rep, later.pk)
    assert "Ask about transport" in item(later, 6).note
    assert "to be agreed at this meeting" in item(later, 5).note


def test_of_two_who_write_at_once_neither_loses_a_word(meeting, rep, north_west, seen_by):
    other = make_representative(north_west, "Tom")
    open_minutes(rep, meeting.pk)
    path = page("minute_item", meeting.pk, 7)
    seen_by(rep).post(path, {"title": "Remand", "note": "Hers", "version": "1"})
    told = seen_by(other).post(path, {"title": "Remand", "note": "His", "version": "1"})

    assert told.status_code == 422
    assert "Moira" in told.content.decode()
    assert "Hers" in told.content.decode()
    assert ">\nHis</textarea>" in told.content.decode()
    assert item(meeting, 7).note == "Hers"
    seen_by(other).post(
        path, {"title": "Remand", "note": "Hers and his", "version": told.context["form"].data["version"]}
    )
    assert item(meeting, 7).note == "Hers and his"
    earlier = seen_by(rep).get(page("minutes_versions", meeting.pk)).content.decode()
    assert "<p>Hers</p>" in earlier


def test_a_child_is_never_written_into_minutes(meeting, rep):
    open_minutes(rep, meeting.pk)
    with pytest.raises(Problem):
        write_minute_item(rep, meeting.pk, 7, title="Remand", note="NHS 999 123 4563", version=1)
    with pytest.raises(Problem):  # a heading and its text are read as one
        write_minute_item(rep, meeting.pk, 7, title="Jayden Smith", note="Born 12 May 2011.", version=1)
    assert write_minute_item(rep, meeting.pk, 7, title="Remand", note="Agreed on 12 May 2026.", version=1).version == 2


def test_nobody_else_sees_them_before_they_are_sent(meeting, rep, author, londoner, seen_by):
    open_minutes(rep, meeting.pk)
    assert seen_by(rep).get(page("minutes", meeting.pk)).status_code == 200
    assert seen_by(author).get(page("minutes", meeting.pk)).status_code == 404
    assert seen_by(author).post(page("open_minutes", meeting.pk)).status_code == 403
    with pytest.raises(Refused):
        circulate_minutes(author, meeting.pk)


def test_they_are_not_begun_before_the_day(rep, north_west):
    with pytest.raises(Refused) as told:
        open_minutes(rep, make_meeting(rep, north_west).pk)
    assert told.value.reason == Reason.NO_MINUTES_YET


# --- The draft, and what is wrong in it


def test_88_a_correction_by_mail_stands_beside_its_item_and_its_author_hears(draft, rep, seen_by):
    (mail,) = [one for one in mails_to(SAM) if one["Subject"].startswith("Draft minutes")]
    assert "7. Remand" in plain_text(mail)
    assert not [one for one in mails_to(BETH) if "minutes" in one["Subject"]]

    row = answered(mail["Reply-To"], "Thanks!\n7: It was Tuesday.\n99: Nothing\n\nSam")
    assert (row.state, row.reason) == ("acted", "minutes_corrected")
    shown = seen_by(rep).get(page("minutes", draft.pk)).content.decode()
    assert "It was Tuesday." in shown
    correction = Correction.objects.get(item=item(draft, 7))
    assert Correction.objects.get(item=None).words.startswith("Thanks!")

    form = {"note": "Discussed on Tuesday.", "version": item(draft, 7).version, "do": "take"}
    seen_by(rep).post(page("decide_correction", draft.pk, correction.pk), form)
    assert item(draft, 7).note == "Discussed on Tuesday."
    drain_outbox()
    assert "The item now says:\n\nDiscussed on Tuesday." in plain_text(mails_to(SAM)[-1])
    with pytest.raises(Refused) as told:
        decide_correction(rep, draft.pk, correction.pk, takes=False)
    assert told.value.reason == Reason.ALREADY_DECIDED


def test_an_answer_counts_from_its_readers_own_address_alone(draft, rep, follower):
    minutes = Minutes.objects.get(meeting=draft)
    row = answered(address_of(minutes), "7: It was Friday.", sender=BETH)  # she was not there, and has no draft
    assert row.state == "refused"
    row = answered(address_of(minutes), "7: It was Friday.", sender="somebody@elsewhere.example")
    assert row.state == "refused"
    assert not Correction.objects.exists()


def test_agreed_by_mail_is_a_check_and_ends_what_waits_at_home(draft, author, seen_by):
    assert "Are the minutes right?" in seen_by(author).get("/").content.decode()
    assert answered(address_of(Minutes.objects.get(meeting=draft)), "Agreed, thanks\n\nSam").reason == "minutes_right"
    assert "Are the minutes right?" not in seen_by(author).get("/").content.decode()


def test_a_correction_on_the_page_is_kept_once_and_others_do_not_see_it(draft, author, rep, seen_by):
    form = {"number": "7", "words": "It was Tuesday.", "key": new_key()}
    for _ in range(2):
        assert seen_by(author).post(page("correct_minutes", draft.pk), form).status_code == 302
    assert Correction.objects.get().item == item(draft, 7)
    empty = seen_by(author).post(page("correct_minutes", draft.pk), form | {"words": " "})
    assert empty.status_code == 422


# --- Published and agreed


def test_90_published_on_the_board_and_mailed_once_to_who_was_absent(draft, rep, follower, board, seen_by):
    for _ in range(2):
        seen_by(rep).post(page("publish_minutes", draft.pk), {"board": board.slug})
    drain_outbox()

    post = Post.objects.get(topic__subject="Minutes: Winter meeting")
    assert "Discussed on Monday." in post.content.raw
    about = [one["Subject"] for one in mails_to(BETH) if "Minutes" in one["Subject"]]
    assert len(about) == 1
    assert Meeting.objects.get(pk=draft.pk).state == State.MINUTED
    assert seen_by(follower).get(page("minutes", draft.pk)).status_code == 200
    assert "Discussed" in seen_by(follower).get("/search/", {"q": "Discussed Monday"}).content.decode()
    assert "minutes" in {one.kind for one in notifications_for(follower)}


def test_88_agreed_they_are_locked_and_their_earlier_texts_are_shown(draft, rep, author, board, seen_by):
    publish_minutes(rep, draft.pk, board_slug=board.slug)
    correct_minutes(author, draft.pk, says=[(7, "It was Tuesday.")], idempotency_key="k")
    with pytest.raises(Problem):
        agree_minutes(rep, draft.pk, agreed_on=in_days(0))
    row = Correction.objects.get()
    decide_correction(rep, draft.pk, row.pk, takes=True, note="On Tuesday.", version=item(draft, 7).version)
    with pytest.raises(Problem):
        agree_minutes(rep, draft.pk, agreed_on=in_days(1))
    agree_minutes(rep, draft.pk, agreed_on=in_days(0))

    with pytest.raises(Refused) as told:
        write_minute_item(rep, draft.pk, 7, title="Remand", note="Other", version=item(draft, 7).version)
    assert told.value.reason == Reason.MINUTES_LOCKED
    assert answered(address_of(Minutes.objects.get()), "7: No").state == "refused"
    assert "Discussed on Monday." in seen_by(author).get(page("minutes_versions", draft.pk)).content.decode()
    last = Post.objects.filter(topic__subject="Minutes: Winter meeting").order_by("number").last()
    assert "as it was agreed" in last.content.raw
    assert "On Tuesday." in last.content.raw


def test_the_files_say_what_the_page_says(draft, author, follower, seen_by):
    browser = seen_by(author)
    pdf = browser.get(page("minutes_pdf", draft.pk))
    words = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    table = Document(BytesIO(browser.get(page("minutes_docx", draft.pk)).content)).tables[0]
    assert "Discussed on Monday." in words
    assert "Ask about transport" in " ".join(words.split())
    assert [cell.text for cell in table.rows[7].cells][:2] == ["7", "Remand\nDiscussed on Monday."]
    assert seen_by(follower).get(page("minutes_pdf", draft.pk)).status_code == 404


# --- Action points


def test_an_owner_is_reminded_once_before_and_once_after_and_says_done_by_mail(draft, rep, author, seen_by):
    action = ActionPoint.objects.get()

    def reminders() -> list[str]:
        drain_outbox()
        return [one["Subject"] for one in mails_to(SAM) if "Ask about transport" in one["Subject"]]

    def at(days: int):
        return timezone.make_aware(timezone.datetime.combine(action.due + timedelta(days=days), time(8)))

    assert [remind_of_actions(now=at(days)) for days in (-4, -3, -2, 0, 1, 2)] == [0, 1, 0, 0, 1, 0]
    assert len(reminders()) == 2
    (late,) = [one for one in mails_to(SAM) if one["Subject"].startswith("Is it done?")]
    assert seen_by(author).get(page("action", action.pk)).status_code == 200
    assert ActionPoint.objects.get().is_open
    assert answered(late["Reply-To"], "I am on it").state == "refused"
    assert answered(late["Reply-To"], "Done.\n\nSam").reason == "action_done"
    assert ActionPoint.objects.get().state == "done"
    with pytest.raises(Refused) as told:
        end_action(rep, action.pk)
    assert told.value.reason == Reason.ACTION_ENDED


def test_nobody_but_the_owner_and_who_writes_ends_one(draft, rep, follower, londoner, seen_by, north_west):
    action = ActionPoint.objects.get()
    assert seen_by(follower).post(page("action", action.pk)).status_code == 404  # not published yet
    publish_minutes(rep, draft.pk)
    assert seen_by(follower).post(page("action", action.pk)).status_code == 403
    assert seen_by(londoner).get(page("action", action.pk)).status_code == 404
    assert "Ask about transport" in seen_by(follower).get(page("network_actions", north_west.slug)).content.decode()
    seen_by(rep).post(page("action", action.pk), {"do": "drop"})
    assert ActionPoint.objects.get().state == "dropped"


# --- Overdue


def test_89_ten_working_days_without_minutes_show_to_all_who_see_the_meeting(meeting, rep, author, londoner, seen_by):
    late = held(meeting, (timezone.localdate() - last_day_overdue(timezone.localdate())).days)
    said = "Minutes overdue"
    assert "The minutes are overdue" in seen_by(rep).get("/").content.decode()
    assert "The minutes are overdue" not in seen_by(author).get("/").content.decode()
    for member in (rep, author):
        assert said in seen_by(member).get(page("meetings")).content.decode()
    assert said not in seen_by(londoner).get(page("meetings")).content.decode()
    open_minutes(rep, late.pk)
    circulate_minutes(rep, late.pk)
    assert said in seen_by(author).get(page("network_meetings", late.network.slug)).content.decode()
    publish_minutes(rep, late.pk)
    assert said not in seen_by(author).get(page("meetings")).content.decode()


@pytest.mark.parametrize("today", [date(2026, 12, 29), date(2027, 1, 4), date(2026, 6, 15), date(2028, 2, 29)])
def test_89_christmas_does_not_count(today):
    day = last_day_overdue(today)
    assert add_working_days(day, 10) < today
    assert add_working_days(day + timedelta(days=1), 10) >= today


def test_the_page_costs_the_same_for_one_and_for_three(draft, rep, author, seen_by, django_assert_num_queries):
    browser = seen_by(author)
    browser.get(page("minutes", draft.pk))
    with django_assert_num_queries(14):
        browser.get(page("minutes", draft.pk))
    for _ in range(2):
        give(rep, draft, author)
    correct_minutes(author, draft.pk, says=[(6, "a"), (7, "b"), (8, "c")], idempotency_key="k")
    with django_assert_num_queries(14):
        browser.get(page("minutes", draft.pk))
