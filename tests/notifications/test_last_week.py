"""«What would I have been sent last week»: it says what in truth was sent."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from forum.actions.set_mail_habits import set_mail_habits
from forum.models import MailHabits
from notifications.last_week import last_week, mails_of_topic
from notifications.models import Delivery
from regions.models import Network
from tests.factories import fresh, make_answer, make_board, make_network, make_topic
from tests.outbound import drain_outbox, mails_to

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def would(member):
    return {row.rhythm: (row.posts, row.daily, row.weekly) for row in last_week(fresh(member))}


@pytest.mark.parametrize("quiet", [False, True])
def test_it_counts_the_mails_that_were_really_sent(settings, author, rep, follower, board, quiet):
    """Posts that came together in one mail, by the ten minutes or by quiet hours, are one."""
    settings.TOPIC_MAIL_SECONDS, settings.UNDO_SECONDS = 600, 300
    if quiet:
        set_mail_habits(
            follower, rhythm="", weekday=3, at=time(7, 30), quiet_from=time(19), quiet_until=time(7), mentions=True
        )
    posts = [MONDAY + timedelta(minutes=at) for at in (2, 4, 5, 40, 9 * 60, 9 * 60 + 70, 10 * 60 + 130)]
    with time_machine.travel(MONDAY, tick=False) as clock:
        topic = make_topic(author, board)
        while moment := min([*posts[:1], *waiting(follower)], default=None):
            clock.move_to(moment)
            if posts and moment == posts[0]:
                make_answer(rep, topic)
                del posts[0]
            drain_outbox()

        assert would(follower)["everything"][0] == len(mails_to(follower.email))
        assert 1 < len(mails_to(follower.email)) < 8


def waiting(follower) -> list[datetime]:
    """When something leaves next."""
    drain_outbox()
    mails = Delivery.objects.filter(member=follower, state=Delivery.State.WAITING)
    return list(mails.order_by("next_try").values_list("next_try", flat=True)[:1])


def test_the_weekly_letter_counts_in_a_quiet_week_too_as_it_comes_then(db, follower):
    make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")

    assert would(follower) == {
        "everything": (0, 0, 1), "daily": (0, 0, 1), "weekly": (0, 0, 1), "nothing": (0, 0, 1),
    }  # fmt: skip


def test_daily_letters_are_counted_by_their_own_hour(author, follower, board):
    """Two posts of one day, before and after half past seven, stand in two letters; over midnight in one."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        clock.move_to(datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
        topic = make_topic(author, board)
        clock.move_to(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
        make_answer(author, topic)
        clock.move_to(datetime(2026, 11, 25, 6, 0, tzinfo=UTC))
        make_answer(author, topic)

        assert would(follower)["daily"] == (0, 2, 0)


@given(st.lists(st.integers(min_value=0, max_value=7 * 24 * 60), min_size=1, max_size=30), st.booleans())
def test_never_more_mails_than_posts_and_never_two_within_the_pause(minutes, quiet):
    habits = MailHabits(quiet_from=time(19) if quiet else None, quiet_until=time(7) if quiet else None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.TOPIC_MAIL_SECONDS", 600)
        number = mails_of_topic([MONDAY + timedelta(minutes=at) for at in minutes], habits)

    assert 1 <= number <= len(set(minutes))
    assert number <= (max(minutes) - min(minutes)) // 10 + 2
