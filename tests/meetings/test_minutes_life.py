"""Minutes and people: somebody is erased, a network meets with another, and the clocks change under a date."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from forum.actions.set_told import set_told
from forum.told import By, Told, cell
from meetings.actions.add_action import add_action
from meetings.actions.circulate_minutes import circulate_minutes
from meetings.actions.correct_minutes import correct_minutes
from meetings.actions.end_action import end_action
from meetings.actions.open_minutes import open_minutes
from meetings.actions.publish_minutes import publish_minutes
from meetings.actions.write_minute_item import write_minute_item
from meetings.lifecycle import State
from meetings.minutes.prefill import agenda_lines
from meetings.minutes.reminding import remind_of_actions
from meetings.models import ActionPoint, Correction, Meeting, MinuteItem, MinuteItemVersion
from meetings.personal_data import gather
from outbox.models import Event
from regions.actions.erase_member import erase_member
from tests.factories import make_officer, new_key
from tests.meetings.making import dated, in_days, make_meeting
from tests.outbound import drain_outbox, mails_to, plain_text

pytestmark = pytest.mark.django_db
SAM, BETH = "sam@lakeside.example", "beth@millbrook.example"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def draft(rep, author, follower, north_west):
    """Of a meeting of yesterday where Sam was; Sam has an action point."""
    meeting = make_meeting(rep, north_west, dated())
    ended = timezone.now() - timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(
        day=in_days(-1), starts=ended - timedelta(hours=2), ends=ended, state=State.HELD
    )
    meeting.invitations.filter(member=author).update(attended=True)
    open_minutes(rep, meeting.pk)
    add_action(
        rep, meeting.pk, 6, words="Sam Tester asks about transport", owner_id=author.pk, due=in_days(10),
        idempotency_key=new_key(),
    )  # fmt: skip
    circulate_minutes(rep, meeting.pk)
    return Meeting.objects.get(pk=meeting.pk)


def test_who_is_erased_leaves_no_name_in_any_text_of_minutes(draft, rep, author):
    write_minute_item(rep, draft.pk, 1, title="Present", note="Sam Tester and others", version=1)
    correct_minutes(author, draft.pk, says=[(1, "I was late.")], idempotency_key="k")
    held = gather(author)["minutes"]
    assert [one["words"] for one in held["corrections"]] == ["I was late."]
    assert [one["words"] for one in held["action points"]] == ["Sam Tester asks about transport"]

    erase_member(make_officer("secretariat"), author.pk)

    texts = [
        *MinuteItem.objects.values_list("note", flat=True),
        *MinuteItemVersion.objects.values_list("note", flat=True),
    ]
    assert not any("Sam" in text for text in texts)
    action = ActionPoint.objects.get()
    assert (action.owner_id, "Sam" in action.words) == (None, False)
    assert not Correction.objects.exists()


def test_who_turned_the_kinds_off_gets_neither_mail_nor_bell(draft, rep, author, follower):
    for member in (author, follower):
        set_told(member, off={cell(told, by) for told in (Told.MINUTES, Told.ACTION) for by in (By.SITE, By.EMAIL)})
    publish_minutes(rep, draft.pk)
    due = ActionPoint.objects.get().due
    remind_of_actions(now=timezone.make_aware(datetime.combine(due, time(9))))
    drain_outbox()
    assert not [one for one in mails_to(SAM) + mails_to(BETH) if "inutes" in one["Subject"] or "Due" in one["Subject"]]
    assert not author.notifications.filter(kind__in=("minutes", "action_due")).exists()


def test_a_letter_that_waited_says_what_the_minutes_say_when_it_leaves(draft, rep):
    write_minute_item(rep, draft.pk, 3, title="Declarations of interest", note="None.", version=1)
    drain_outbox()
    (mail,) = [one for one in mails_to(SAM) if one["Subject"].startswith("Draft minutes")]
    assert "3. Declarations of interest\nNone." in plain_text(mail)


def test_what_is_done_before_the_reminder_leaves_reminds_nobody(draft, author):
    action = ActionPoint.objects.get()
    remind_of_actions(now=timezone.make_aware(datetime.combine(action.due, time(9))))
    end_action(author, action.pk)
    drain_outbox()
    assert not [one for one in mails_to(SAM) if "transport" in one["Subject"]]


@pytest.mark.parametrize("due", [date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])
def test_f13_when_the_clocks_change_each_reminder_goes_once(due, draft):
    """Asked each quarter of an hour for five days on both sides of the date, with a clock that jumps back an hour."""
    ActionPoint.objects.update(due=due, reminded="")
    start = datetime.combine(due - timedelta(days=4), time(), tzinfo=LONDON)
    quarters = [start + timedelta(hours=3 * step) for step in range(6 * 8)]
    for now in quarters:
        remind_of_actions(now=now)
        remind_of_actions(now=now - timedelta(hours=1))
    told = [event.payload["late"] for event in Event.objects.filter(name="ActionDue").order_by("pk")]
    assert told == [False, True]


def test_65_a_link_in_a_mail_that_is_opened_a_hundred_times_ends_nothing(draft, author, seen_by):
    browser, action = seen_by(author), ActionPoint.objects.get()
    for _ in range(100):
        assert browser.get(reverse("action", args=[action.pk])).status_code == 200
    assert ActionPoint.objects.get().is_open


def test_the_agenda_gives_its_lines_without_their_numbers():
    assert agenda_lines("1. Remand\n 2) Transport\n\n- 3 things to know\n2026 plans\n") == [
        "Remand", "Transport", "3 things to know", "2026 plans",
    ]  # fmt: skip
