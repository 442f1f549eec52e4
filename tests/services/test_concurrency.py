"""Many at once, with real row locks: run on PostgreSQL by the services lane, and on SQLite by the unit lane."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from audit.chain import Verdict, verify_chain
from audit.models import Entry
from audit.write import write_entry
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.models import Ballot, Board, Post, Topic
from forum.origin import Origin
from forum.polls.wish import PollWish
from outbox.leases import claim
from outbox.models import Event
from tests.factories import make_member, make_topic

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def at_once(work, arguments) -> list:
    """Run the work in threads, each with a connection of its own."""

    def run(argument):
        try:
            return work(argument)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, arguments))


def test_answers_at_once_leave_exact_counts_and_no_gap(north_west, board, author):
    members = [make_member(north_west) for _ in range(THREADS)]
    topic = make_topic(author, board)

    def answer(turn: int) -> int:
        member = Member.objects.get(pk=members[turn % THREADS].pk)
        return reply_to_topic(
            member, topic.pk, content=f"Answer {turn}", origin=Origin.web(), idempotency_key=f"k{turn}"
        ).pk

    at_once(answer, range(40))

    topic.refresh_from_db()
    board.refresh_from_db()
    numbers = list(Post.objects.filter(topic=topic).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 42))
    assert (topic.posts_count, topic.last_number, board.direct_posts_count) == (41, 41, 41)
    assert topic.last_post == Post.objects.get(topic=topic, number=41)
    seqs = Event.objects.filter(stream=f"board:{board.pk}").order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, 42))


def test_the_same_form_posted_by_eight_at_once_makes_one_post(board, author, follower):
    topic = make_topic(author, board)

    def answer(_: int) -> int:
        member = Member.objects.get(pk=follower.pk)
        return reply_to_topic(member, topic.pk, content="Once", origin=Origin.web(), idempotency_key="web:same").pk

    assert len(set(at_once(answer, range(16)))) == 1
    assert Post.objects.filter(poster=follower).count() == 1


def test_the_same_new_topic_at_once_makes_one_topic(board, author):
    def start(_: int) -> int:
        member = Member.objects.get(pk=author.pk)
        return start_topic(
            member, board.slug, title="Once", content="Once", origin=Origin.web(), idempotency_key="web:same"
        ).pk

    assert len(set(at_once(start, range(16)))) == 1
    assert Topic.objects.count() == 1
    assert Board.objects.get(pk=board.pk).direct_topics_count == 1


def test_topics_of_one_board_at_once_leave_exact_counts(north_west, board):
    members = [make_member(north_west) for _ in range(THREADS)]

    def start(turn: int) -> int:
        member = Member.objects.get(pk=members[turn % THREADS].pk)
        return start_topic(
            member, board.slug, title=f"Topic {turn}", content="Text", origin=Origin.web(), idempotency_key=f"k{turn}"
        ).pk

    at_once(start, range(24))
    board.refresh_from_db()
    assert (board.direct_topics_count, board.direct_posts_count) == (24, 24)


def test_two_workers_never_hold_one_event(north_west, board, author):
    topic = make_topic(author, board)
    for turn in range(30):
        reply_to_topic(author, topic.pk, content=f"{turn}", origin=Origin.web(), idempotency_key=f"k{turn}")

    taken = at_once(lambda _: [row.pk for row in claim(Event, Q(handled=None), limit=4, seconds=60)], range(16))

    everything = [pk for rows in taken for pk in rows]
    assert len(everything) == len(set(everything))
    assert len(everything) == Event.objects.exclude(lease_token="").count()


@pytest.mark.services
def test_services_lane_runs_on_postgresql_and_redis(settings):
    assert connection.vendor == "postgresql"
    assert settings.REDIS_URL.startswith("redis://")


def test_entries_of_the_audit_log_written_at_once_form_one_chain(author):
    at_once(lambda turn: write_entry("try_something", actor_id=author.pk, subject=f"thing {turn}").pk, range(40))

    # The author's own admission is the first entry.
    assert verify_chain() == Verdict(entries=41, broken_at=0)
    assert len(set(Entry.objects.values_list("previous", flat=True))) == 41


def test_threat_86_a_hundred_answers_of_one_member_at_once_are_one(topic, author, follower):
    poll = add_poll(
        author, topic.pk, wish=PollWish("Which?", ("One", "Two", "Three"), timezone.now() + timedelta(days=1))
    )

    def answer(turn: int) -> None:
        cast_vote(Member.objects.get(pk=follower.pk), topic.pk, picks=[turn % 3 + 1])

    at_once(answer, range(100))

    assert Ballot.objects.filter(poll=poll, member=follower).count() == 1
    assert Ballot.objects.get().picks in ([1], [2], [3])
