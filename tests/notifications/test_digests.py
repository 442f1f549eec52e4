"""Daily and weekly letters: at their hour, with what may be read, once, and never when stopped."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from forum.actions.follow_board import follow_board
from forum.actions.set_mail_habits import set_mail_habits
from notifications.actions.write_digest_note import write_digest_note
from notifications.digests import rhythms_wanted, send_digests, slots
from notifications.models import Letter
from notifications.when import UK
from regions.models import Network
from regions.permissions import Refused
from tests.factories import make_answer, make_board, make_member, make_network, make_officer, make_topic
from tests.outbound import drain_outbox, mails_to, plain_text

THURSDAY = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


@pytest.fixture
def national(db):
    return make_board(make_network("National", kind=Network.Kind.NATIONAL), slug="national")


def letters(member) -> list[str]:
    """The daily and weekly letters that left for the member."""
    drain_outbox()
    return [plain_text(mail) for mail in mails_to(member.email) if "mail-settings/week/" in plain_text(mail)]


def test_scenario_54_a_year_of_weekly_letters_each_at_half_past_seven_in_the_uk(national, follower):
    """Asked each day at noon, and on Thursdays a minute before and after half past six and half past seven UTC."""
    written = []
    for day in range(364):
        noon = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=day)
        minutes = [-331, -329, -271, -269, 0] if noon.weekday() == 3 else [0]
        for now in (noon + timedelta(minutes=shift) for shift in minutes):
            if send_digests(now=now):
                written.append(now.astimezone(UK))

    assert len(written) == 52
    assert {(hour.weekday(), hour.hour, hour.minute) for hour in written} == {(3, 7, 31)}
    assert {hour.utcoffset() for hour in written} == {timedelta(0), timedelta(hours=1)}


def test_scenario_55_it_comes_without_a_note_and_without_news_and_once(national, follower):
    with time_machine.travel(THURSDAY, tick=False):
        assert [send_digests(), send_digests()] == [1, 0]

        (text,) = letters(follower)
    assert "Nothing new on your weekly boards" in text
    assert "From the secretariat" not in text


def test_the_weekly_letter_names_what_moved_nationally_and_not_what_came_already(national, topic, author, follower):
    with time_machine.travel(THURSDAY - timedelta(days=2), tick=False):
        other = make_topic(author, national, title="A consultation that ends soon")
        make_answer(author, other)
    with time_machine.travel(THURSDAY, tick=False):
        send_digests()
        (text,) = letters(follower)

    assert "A consultation that ends soon" in text
    assert "1 answer" in text
    assert topic.subject not in text


def test_the_daily_letter_comes_only_when_there_is_something(board, author, follower):
    follow_board(follower, board.slug, wants="daily")
    with time_machine.travel(THURSDAY - timedelta(hours=3), tick=False) as clock:
        make_topic(author, board, title="What changed overnight")
        clock.move_to(THURSDAY)
        send_digests()
        clock.move_to(THURSDAY + timedelta(days=1))
        send_digests()
        (text,) = letters(follower)

    assert "What changed overnight" in text


def test_ones_own_posts_are_no_news(board, author, follower):
    follow_board(author, board.slug, wants="daily")
    with time_machine.travel(THURSDAY - timedelta(hours=3), tick=False) as clock:
        make_topic(author, board)
        clock.move_to(THURSDAY)
        send_digests()

        assert letters(author) == []


def test_the_right_is_asked_when_the_letter_leaves(board, author, follower):
    follow_board(follower, board.slug, wants="daily")
    with time_machine.travel(THURSDAY - timedelta(hours=3), tick=False) as clock:
        make_topic(author, board, title="Not for leavers")
        clock.move_to(THURSDAY)
        send_digests()
        follower.memberships.update(ends=THURSDAY.date() - timedelta(days=1))

        assert letters(follower) == []


def test_a_changed_day_leaves_no_gap_and_repeats_nothing(national, author, follower):
    def habits(weekday):
        set_mail_habits(
            follower, rhythm="", weekday=weekday, at=time(7, 30), quiet_from=None, quiet_until=None, mentions=True
        )

    with time_machine.travel(THURSDAY - timedelta(days=1), tick=False) as clock:
        make_topic(author, national, title="Before the first letter")
        clock.move_to(THURSDAY)
        send_digests()
        drain_outbox()
        clock.shift(timedelta(hours=5))
        make_topic(author, national, title="After the first letter")
        habits(0)
        clock.move_to(THURSDAY + timedelta(days=4))
        send_digests()
        texts = letters(follower)

    assert ["Before the first" in text for text in texts] == [True, False]
    assert ["After the first" in text for text in texts] == [False, True]


def test_the_note_of_the_secretariat_stands_on_top_for_a_week(national, follower):
    secretariat = make_officer("secretariat")
    with time_machine.travel(THURSDAY - timedelta(days=1), tick=False) as clock:
        write_digest_note(secretariat, text="The autumn conference is booked.")
        clock.move_to(THURSDAY)
        send_digests()
        drain_outbox()
        clock.move_to(THURSDAY + timedelta(days=7))
        send_digests()
        with_note, without = letters(follower)

    assert with_note.index("The autumn conference is booked.") < with_note.index("mail-settings")
    assert "autumn conference" not in without


def test_a_note_is_not_for_others_to_write(follower):
    with pytest.raises(Refused):
        write_digest_note(follower, text="Buy my car.")


def test_one_press_in_the_mail_program_stops_the_letters_and_get_does_not(national, follower):
    with time_machine.travel(THURSDAY, tick=False) as clock:
        send_digests()
        drain_outbox()
        address = mails_to(follower.email)[0]["List-Unsubscribe"].strip("<>").split("example", 1)[-1]
        address = "/stop/" + address.split("/stop/")[1]
        Client().get(address)
        clock.shift(timedelta(days=7))
        assert send_digests() == 1
        Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
        clock.shift(timedelta(days=7))

        assert send_digests() == 0


def test_scenario_56_nothing_personal_stands_in_the_letter_or_in_the_copy_for_staff(
    national, board, topic, author, follower, rep, seen_by
):
    with time_machine.travel(THURSDAY - timedelta(days=1), tick=False) as clock:
        make_topic(author, national, title="A national question", text="Words of the members only.")
        clock.move_to(THURSDAY)
        send_digests()
        drain_outbox()
        first, second = (letters(member) for member in (follower, rep))
        page = seen_by(follower).get("/mail-settings/week/").content.decode()

    assert first == second
    assert "/stop/" not in first[0]
    copy = page[page.index("<textarea") : page.index("</textarea>")]
    assert "A national question" in copy
    assert topic.subject not in copy
    assert "Words of the members" not in copy
    assert "http" not in copy
    assert "@" not in copy


def test_due_letters_cost_the_same_number_of_questions_for_one_and_three(
    national, board, follower, north_west, django_assert_num_queries
):
    with django_assert_num_queries(11):
        list(due_people(1))
    for name in ("Ann", "Bo"):
        make_member(north_west, name)
    with django_assert_num_queries(11):
        list(due_people(3))


def due_people(expected: int):
    people = sorted({slot.member.pk for slot in slots(THURSDAY)})
    assert len(people) == expected
    yield from rhythms_wanted(people)
    Letter.objects.filter(member__in=people).first()
