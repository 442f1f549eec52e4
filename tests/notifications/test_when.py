"""When the mail of a post leaves: one a topic in ten minutes, not in quiet hours, and what waits goes together."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from forum.actions.set_mail_habits import set_mail_habits
from forum.models import MailHabits
from notifications.models import Delivery
from notifications.when import UK, after_quiet
from tests.factories import make_answer, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text

MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def busy(settings):
    settings.TOPIC_MAIL_SECONDS, settings.UNDO_SECONDS = 600, 0


def test_scenario_50_ten_posts_in_five_minutes_are_two_mails(busy, author, rep, follower, board):
    with time_machine.travel(MORNING, tick=False) as clock:
        topic = make_topic(author, board)
        drain_outbox()
        for turn in range(9):
            clock.shift(30)
            make_answer(rep if turn % 2 else author, topic, f"Answer number {turn}")
            drain_outbox()
        assert len(mails_to(follower.email)) == 1
        clock.shift(600 - 9 * 30 - 1)
        drain_outbox()
        assert len(mails_to(follower.email)) == 1
        clock.shift(1)
        drain_outbox()

    first, second = mails_to(follower.email)
    text = plain_text(second)
    assert [text.index(f"Answer number {turn}") for turn in range(9)] == sorted(
        text.index(f"Answer number {turn}") for turn in range(9)
    )
    assert second["Subject"] == f"Re: {first['Subject']}"
    assert second["References"].split()[0] == first["Message-ID"]
    assert second["From"].addresses[0].display_name == "Sam Tester and Moira Tester, North West board"
    assert {row.state for row in Delivery.objects.filter(member=follower)} == {"sent"}


def test_a_topic_that_cools_down_is_mailed_at_once_again(busy, author, follower, board):
    with time_machine.travel(MORNING, tick=False) as clock:
        topic = make_topic(author, board)
        drain_outbox()
        clock.shift(601)
        make_answer(author, topic)
        drain_outbox()

        assert len(mails_to(follower.email)) == 2


def test_another_topic_does_not_wait(busy, author, follower, board):
    with time_machine.travel(MORNING, tick=False):
        make_topic(author, board)
        make_topic(author, board, title="A second question")
        drain_outbox()

        assert len(mails_to(follower.email)) == 2


def test_what_may_still_be_undone_does_not_leave_with_the_rest(busy, settings, author, follower, board):
    settings.UNDO_SECONDS = 300
    with time_machine.travel(MORNING, tick=False) as clock:
        topic = make_topic(author, board, text="The first words.")
        drain_outbox()
        clock.shift(290)
        make_answer(author, topic, "Perhaps undone.")
        drain_outbox()
        clock.shift(10)
        drain_outbox()

        (mail,) = mails_to(follower.email)
        assert "Perhaps undone" not in plain_text(mail)


def test_quiet_hours_put_the_night_into_one_mail(busy, author, follower, board):
    set_mail_habits(
        follower, rhythm="", weekday=3, at=time(7, 30), quiet_from=time(19), quiet_until=time(7), mentions=True
    )
    with time_machine.travel(datetime(2026, 11, 25, 20, 0, tzinfo=UTC), tick=False) as clock:
        topic = make_topic(author, board)
        drain_outbox()
        clock.shift(3 * 3600)
        make_answer(author, topic, "Late.")
        drain_outbox()
        assert mails_to(follower.email) == []
        clock.move_to(datetime(2026, 11, 26, 7, 0, tzinfo=UTC))
        drain_outbox()

    (mail,) = mails_to(follower.email)
    assert "We need one." in plain_text(mail)
    assert "Late." in plain_text(mail)


HOURS = st.builds(time, st.integers(0, 23))


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), start=HOURS, end=HOURS
)  # fmt: skip
def test_nothing_leaves_in_quiet_hours_over_both_clock_changes(at, start, end):
    later = after_quiet(at, MailHabits(quiet_from=start, quiet_until=end))

    local = later.astimezone(UK).time()
    within = start <= local < end if start < end else start != end and (local >= start or local < end)
    assert not within or later != at  # an end inside a skipped hour is the moment after it
    assert at <= later <= at + timedelta(hours=25)


def test_a_worker_that_comes_late_sends_no_row_twice(busy, author, follower, board):
    with time_machine.travel(MORNING, tick=False) as clock:
        topic = make_topic(author, board)
        make_answer(author, topic)
        clock.shift(3600)
        drain_outbox()
        drain_outbox()

        assert len(mails_to(follower.email)) == 1
        assert Delivery.objects.filter(member=follower, state="sent").count() == 2
