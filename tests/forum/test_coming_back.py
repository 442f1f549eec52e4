"""Reminders, mute and follow, who follows, and how far one has read."""

from datetime import UTC, date, datetime

import pytest

from accounts.refs import ref
from forum.actions.follow_topic import follow_topic
from forum.actions.move_topic import move_topic
from forum.actions.remind_of_topic import remind_of_topic
from forum.actions.reply_to_topic import reply_to_topic
from forum.models import ReadMark, Reminder
from forum.origin import Origin
from forum.reminding import release_reminders
from forum.selectors import deaf_to_mentions
from notifications.models import Notification
from notifications.selectors import unread_count
from regions.actions.change_membership import change_membership
from regions.problems import Problem
from tests.factories import make_answer, make_board, make_member, make_network, new_key
from tests.outbound import drain_outbox, mails_to, plain_text

DECEMBER_7 = date(2026, 12, 7)
BEFORE, AFTER = datetime(2026, 12, 7, 7, 29, tzinfo=UTC), datetime(2026, 12, 7, 7, 31, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False)


def subjects(member):
    return [str(mail["Subject"]) for mail in mails_to(member.email)]


def test_topic_comes_back_on_its_day_by_site_and_mail_and_only_once(topic, follower, time_machine, seen_by):
    drain_outbox()
    seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")
    seen_by(follower).post(f"/topics/{ref('topic', topic.pk)}/remind/", {"soon": "2026-12-07"})
    before = unread_count(follower)
    time_machine.move_to(BEFORE, tick=False)
    assert release_reminders() == 0
    time_machine.move_to(AFTER, tick=False)

    assert (release_reminders(), release_reminders()) == (1, 0)
    drain_outbox()

    assert unread_count(follower) == before + 1
    assert [text for text in subjects(follower) if "come back" in text] == [
        f"You wanted to come back to: {topic.subject}"
    ]
    assert "You wanted to come back to" in seen_by(follower).get("/").content.decode()
    assert (
        "You wanted to come back to this topic"
        in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    )


def test_done_takes_it_off_home_and_bell(topic, follower, time_machine, seen_by):
    remind_of_topic(follower, topic.pk, day=DECEMBER_7)
    time_machine.move_to(AFTER, tick=False)
    release_reminders()
    drain_outbox()
    seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/")
    assert unread_count(follower) == 1

    seen_by(follower).post(f"/topics/{ref('topic', topic.pk)}/remind/", {"do": "forget"})

    assert unread_count(follower) == 0
    assert "come back to" not in seen_by(follower).get("/").content.decode()


def test_another_day_gives_way_and_comes_again(topic, follower, time_machine):
    remind_of_topic(follower, topic.pk, day=DECEMBER_7)
    time_machine.move_to(AFTER, tick=False)
    release_reminders()
    remind_of_topic(follower, topic.pk, day=date(2026, 12, 8))
    assert release_reminders() == 0
    drain_outbox()
    assert [text for text in subjects(follower) if "come back" in text] == []
    time_machine.move_to(datetime(2026, 12, 8, 8, tzinfo=UTC), tick=False)
    assert release_reminders() == 1


def test_summer_reminder_comes_at_half_past_seven_by_uk_time(topic, follower, time_machine):
    remind_of_topic(follower, topic.pk, day=date(2027, 6, 1))
    time_machine.move_to(datetime(2027, 6, 1, 6, 29, tzinfo=UTC), tick=False)
    assert release_reminders() == 0
    time_machine.move_to(datetime(2027, 6, 1, 6, 30, tzinfo=UTC), tick=False)
    assert release_reminders() == 1


def test_nothing_comes_of_a_topic_that_one_may_no_longer_read(topic, follower, time_machine, seen_by):
    remind_of_topic(follower, topic.pk, day=DECEMBER_7)
    change_membership(None, follower.memberships.get().pk, status="ended")
    time_machine.move_to(AFTER, tick=False)
    release_reminders()
    drain_outbox()

    assert [text for text in subjects(follower) if "come back" in text] == []
    assert not Notification.objects.filter(member=follower, kind="reminder").exists()


def test_nothing_comes_by_mail_if_the_topic_moves_away_before_the_letter_leaves(topic, follower, rep, time_machine):
    away = make_board(make_network("All reps", kind="representatives"), slug="reps")
    remind_of_topic(follower, topic.pk, day=DECEMBER_7)
    time_machine.move_to(AFTER, tick=False)
    release_reminders()
    move_topic(rep, topic.pk, away.pk)
    drain_outbox()

    assert [text for text in subjects(follower) if "come back" in text] == []


@pytest.mark.parametrize("day", ["", "yesterday", "2026-11-28", "2026-11-27", "2028-01-01", "2026-02-31"])
def test_day_that_cannot_be_chosen_is_given_back(topic, follower, seen_by, day):
    response = seen_by(follower).post(f"/topics/{ref('topic', topic.pk)}/remind/", {"day": day})

    assert response.status_code == 422
    assert "Choose a day after today and within a year." in response.content.decode()
    assert Reminder.objects.count() == 0


def test_nobody_is_reminded_of_what_they_may_not_read(topic, londoner, seen_by):
    assert (
        seen_by(londoner).post(f"/topics/{ref('topic', topic.pk)}/remind/", {"soon": "2026-12-07"}).status_code == 404
    )
    with pytest.raises(Problem):
        remind_of_topic(make_member(topic.forum.network), topic.pk, day=date(2026, 11, 28))


def test_answer_to_the_letter_would_go_to_the_topic(topic, follower, time_machine):
    remind_of_topic(follower, topic.pk, day=DECEMBER_7)
    time_machine.move_to(AFTER, tick=False)
    release_reminders()
    drain_outbox()

    letter = next(mail for mail in mails_to(follower.email) if "come back" in str(mail["Subject"]))
    assert "reply+" in str(letter["Reply-To"])
    assert topic.subject in plain_text(letter)


# --- Muting


def test_who_mutes_is_deaf_to_mentions_only_by_their_own_word(topic, follower, author, seen_by):
    browser = seen_by(follower)
    browser.post(f"/topics/{ref('topic', topic.pk)}/follow/", {"wants": "mute"})
    assert deaf_to_mentions(topic) == set()
    assert "except when somebody mentions you" in browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()

    browser.post(f"/topics/{ref('topic', topic.pk)}/follow/", {"wants": "mute", "mentions": "no"})
    assert deaf_to_mentions(topic) == {follower.pk}
    assert "also not when somebody mentions you" in browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()

    browser.post(f"/topics/{ref('topic', topic.pk)}/follow/", {"wants": "follow"})
    assert deaf_to_mentions(topic) == set()


def test_followers_are_named_to_readers_and_who_muted_is_not_among_them(
    topic, author, follower, rep, londoner, seen_by
):
    follow_topic(rep, topic.pk, wants="mute")

    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/followers/").content.decode().partition("<main")[2]
    assert author.full_name in page
    assert follower.full_name in page
    assert rep.full_name not in page
    assert seen_by(londoner).get(f"/topics/{ref('topic', topic.pk)}/followers/").status_code == 404


# --- How far one has read


def mark_of(member, topic):
    row = ReadMark.objects.filter(member=member, topic=topic).first()
    return row.number if row else 0


def reply_by_mail(member, topic, seen_to):
    return reply_to_topic(
        member, topic.pk, content="By mail.", origin=Origin.email(seen_to=seen_to), idempotency_key=new_key()
    )


def test_answer_by_mail_marks_read_as_far_as_what_it_answered(topic, author, follower, rep):
    make_answer(author, topic, "Two.")
    make_answer(rep, topic, "Three, which crossed with the mail.")
    reply_by_mail(follower, topic, seen_to=2)

    assert mark_of(follower, topic) == 2


def test_answer_by_mail_to_the_last_word_marks_all_read(topic, author, follower):
    make_answer(author, topic, "Two.")
    reply_by_mail(follower, topic, seen_to=2)

    assert mark_of(follower, topic) == 3


def test_mail_that_names_no_post_marks_nothing_and_never_moves_back(topic, author, follower):
    make_answer(author, topic, "Two.")
    reply_by_mail(follower, topic, seen_to=0)
    assert mark_of(follower, topic) == 0
    ReadMark.objects.create(member=follower, topic=topic, number=3)
    reply_by_mail(follower, topic, seen_to=1)
    assert mark_of(follower, topic) == 4


def test_answer_on_the_page_marks_all_read(topic, author, follower):
    make_answer(author, topic, "Two.")
    make_answer(follower, topic, "Three.")

    assert mark_of(follower, topic) == 3
