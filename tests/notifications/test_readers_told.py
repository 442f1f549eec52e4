"""Rule 8: members know who reads. When the readers of what they wrote change, they are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.actions.merge_networks import merge_networks
from forum.actions.move_topic import move_topic
from forum.actions.set_board_readers import set_board_readers
from forum.models import Board
from notifications.models import Notification
from notifications.selectors import unread_count
from outbox.dispatch import drain_events
from outbox.models import Event
from regions.actions.admit_member import admit_member
from regions.actions.appoint_representative import appoint_representative
from regions.actions.change_membership import change_membership
from tests.factories import (
    fresh,
    join,
    make_answer,
    make_board,
    make_member,
    make_network,
    make_officer,
    make_service,
    make_topic,
)
from tests.outbound import drain_outbox, mails_to, plain_text


@pytest.fixture
def london_board(london):
    return make_board(london, slug="london")


@pytest.fixture
def both(rep, london):
    """Who represents North West, and London as well."""
    since = rep.representations.get().starts
    admit_member(None, rep, make_service(london), tier="full", job_title="Head of service", starts=since)
    appoint_representative(None, rep, london, starts=since)
    drain_outbox()
    return fresh(rep)


def letters(member) -> list[str]:
    drain_outbox()
    return [plain_text(mail) for mail in mails_to(member.email) if "More people read" in str(mail["Subject"])]


def told(member) -> list[str]:
    drain_outbox()
    kinds = (Notification.Kind.READERS, Notification.Kind.MOVED, Notification.Kind.MOVED_AWAY)
    return list(Notification.objects.filter(member=member, kind__in=kinds).values_list("kind", flat=True))


def page_of(seen_by, member) -> str:
    return seen_by(fresh(member)).get("/notifications/").content.decode()


# --- A board


def test_its_people_are_told_when_all_members_read_a_board_on_the_site_and_by_one_letter(
    rep, author, follower, londoner, board, seen_by
):
    set_board_readers(rep, board.pk, readers="members")

    for member in (author, follower):
        (text,) = letters(member)
        assert "North West board has been opened to other readers. Read by all members." in text
        assert "Who reads North West board has changed" in page_of(seen_by, member)
    assert (told(rep), letters(rep)) == ([], [])  # did it
    assert (told(londoner), letters(londoner)) == ([], [])


def test_when_fewer_people_read_it_is_told_on_the_site_alone(rep, author, board, seen_by):
    Board.objects.filter(pk=board.pk).update(readers="members")
    set_board_readers(rep, board.pk, readers="network")

    assert (told(author), letters(author)) == (["readers"], [])
    assert "Read by members in North West and the executive" in page_of(seen_by, author)


def test_a_board_that_is_opened_shut_and_opened_in_a_day_is_one_letter_and_the_next_day_another(
    rep, author, board, time_machine
):
    for readers in ("members", "network", "members"):
        set_board_readers(rep, board.pk, readers=readers)
        drain_outbox()
    assert (len(letters(author)), told(author)) == (1, ["readers"] * 3)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    for readers in ("network", "members"):
        set_board_readers(fresh(rep), board.pk, readers=readers)
    assert len(letters(author)) == 2


def test_saving_what_it_says_already_tells_nobody(rep, author, board):
    set_board_readers(rep, board.pk, readers="network")

    assert told(author) == []


def test_who_may_not_read_the_board_is_told_nothing_of_it(rep, author, follower, board, seen_by):
    change_membership(None, follower.memberships.get().pk, status="suspended")
    change_membership(None, author.memberships.get().pk, status="lapsed")
    set_board_readers(rep, board.pk, readers="members")

    assert (told(follower), letters(follower)) == ([], [])
    assert (told(author), len(letters(author))) == (["readers"], 1)  # lapsed, and reads on


def test_a_letter_that_waits_does_not_leave_once_its_reader_may_not_read(rep, author, board):
    set_board_readers(rep, board.pk, readers="members")
    drain_events()
    change_membership(None, author.memberships.get().pk, status="ended")

    assert letters(author) == []


def test_a_board_that_is_shut_again_before_the_letter_leaves_sends_none(rep, author, board):
    set_board_readers(rep, board.pk, readers="members")
    drain_events()
    set_board_readers(rep, board.pk, readers="network")

    assert letters(author) == []


def test_the_same_event_twice_tells_once(rep, author, board):
    set_board_readers(rep, board.pk, readers="members")
    drain_outbox()
    Event.objects.filter(name="BoardReadersSet").update(handled=None)
    drain_outbox()

    assert (told(author), len(letters(author))) == (["readers"], 1)


def test_marking_all_as_read_settles_it(rep, author, board, seen_by):
    set_board_readers(rep, board.pk, readers="members")
    drain_outbox()
    assert unread_count(fresh(author)) == 1
    seen_by(author).post("/notifications/read/")

    assert unread_count(fresh(author)) == 0


# --- A topic


def test_people_of_a_moved_topic_are_told_where_it_stands_if_they_read_there(both, author, londoner, board, seen_by):
    group = make_network("Remand group", kind="group")
    join(author, group)
    join(both, group)
    appoint_representative(None, both, group, starts=timezone.localdate())
    there = make_board(group, slug="remand")
    topic = make_topic(author, board, title="Bail")
    drain_outbox()
    move_topic(fresh(both), topic.pk, there.pk)

    (text,) = letters(author)
    assert "“Bail”, in which you take part, was moved to Remand group board. Read by members of Remand group." in text
    assert "Bail was moved" in page_of(seen_by, author)
    assert told(londoner) == []


def test_who_lost_sight_of_it_is_told_that_and_not_where_it_went(both, topic, author, follower, london_board, seen_by):
    make_answer(follower, topic, "Mine.")
    drain_outbox()
    move_topic(both, topic.pk, london_board.pk)

    assert (told(follower), letters(follower)) == (["moved_away"], [])
    page = page_of(seen_by, follower).split("<main")[1]
    assert "moved to a board that you do not read" in page
    assert "London" not in page
    assert topic.subject not in page


def test_a_topic_that_goes_from_a_shared_board_to_the_regions_own_is_no_letter(rep, author, north_west, board):
    shared = make_board(north_west, slug="north-west-shared", readers="members")
    topic = make_topic(author, shared)
    drain_outbox()
    move_topic(rep, topic.pk, board.pk)

    assert (told(author), letters(author)) == (["moved"], [])


def test_between_two_boards_of_the_same_readers_nobody_is_told(rep, author, north_west, board):
    other = make_board(north_west, slug="north-west-other")
    topic = make_topic(author, board)
    drain_outbox()
    move_topic(rep, topic.pk, other.pk)

    assert (told(author), letters(author)) == ([], [])


def test_two_topics_moved_to_one_board_in_a_day_are_one_letter(rep, author, north_west, board):
    shared = make_board(north_west, slug="north-west-shared", readers="members")
    topics = [make_topic(author, board, title=title) for title in ("One", "Two")]
    drain_outbox()
    for topic in topics:
        move_topic(rep, topic.pk, shared.pk)

    assert (told(author), len(letters(author))) == (["moved", "moved"], 1)


# --- Networks


def test_people_of_both_networks_are_told_when_they_merge(author, londoner, london, north_west, board, seen_by):
    secretariat = make_officer("secretariat")
    make_topic(author, board)
    drain_outbox()
    merge_networks(secretariat, north_west.pk, london.pk, version=north_west.version)

    for member in (author, londoner):
        (text,) = letters(member)
        assert "North West board belongs to London now, since two networks were merged." in text
        assert "Who reads North West board has changed" in page_of(seen_by, member)


def test_a_network_without_boards_merges_without_a_word(londoner, london):
    empty = make_network("Empty region")
    member = make_member(empty)
    merge_networks(make_officer("secretariat"), empty.pk, london.pk, version=empty.version)

    assert (told(member), told(londoner)) == ([], [])


# --- The page


def test_the_list_costs_the_same_for_one_and_for_three(rep, author, board, seen_by):
    browser, counts = seen_by(author), []
    browser.get("/notifications/")
    for readers in ("members", "network", "members"):
        set_board_readers(fresh(rep), board.pk, readers=readers)
        drain_outbox()
        with CaptureQueriesContext(connection) as queries:
            browser.get("/notifications/")
        counts.append(len(queries))

    assert counts[0] == counts[2]
