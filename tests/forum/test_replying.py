"""Answering in a topic."""

import pytest

from forum.access import NotVisible
from forum.actions.reply_to_topic import reply_to_topic
from forum.content import LONGEST_TEXT, BadContent
from forum.models import Board, Post, ReadMark, Topic
from forum.origin import Origin
from notifications.models import Notification
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_answer, make_board, make_member, make_topic
from tests.outbound import drain_outbox


def reply(member, topic, text="Agreed.", key="web:1"):
    return reply_to_topic(member, topic.pk, content=text, origin=Origin.web(), idempotency_key=key)


def test_answer_gets_the_next_number_and_the_counts_follow(topic, follower, board):
    post = reply(follower, topic)

    topic.refresh_from_db()
    board.refresh_from_db()
    assert (post.number, topic.posts_count, topic.last_number, topic.last_post_id) == (2, 2, 2, post.pk)
    assert (board.direct_posts_count, board.direct_topics_count, board.last_post_id) == (2, 1, post.pk)


def test_answer_notifies_followers_but_not_the_author(topic, author, follower):
    drain_outbox()
    Notification.objects.all().delete()

    reply(author, topic)
    drain_outbox()

    assert list(Notification.objects.values_list("member__first_name", "kind")) == [("Beth", "answer")]


def test_the_same_key_gives_the_same_post_back(topic, follower):
    first = reply(follower, topic, "Once.", "web:once")
    again = reply(follower, topic, "Once.", "web:once")

    assert again.pk == first.pk
    assert Post.objects.filter(poster=follower).count() == 1


def test_two_people_may_use_one_key(topic, follower, author):
    assert reply(follower, topic, key="web:same").pk != reply(author, topic, key="web:same").pk


def test_member_of_another_region_cannot_answer_what_does_not_exist_for_them(topic, londoner):
    with pytest.raises(NotVisible):
        reply(londoner, topic)
    assert Post.objects.count() == 1


def test_reader_of_a_shared_board_may_read_but_not_answer(north_west, author, londoner):
    shared = make_board(north_west, readers=Board.Readers.MEMBERS)
    topic = make_topic(author, shared)

    with pytest.raises(Refused) as refused:
        reply(londoner, topic)
    assert refused.value.reason == Reason.NOT_YOUR_NETWORK


@pytest.mark.parametrize(
    ("status", "expected"), [("lapsed", Refused), ("suspended", NotVisible), ("ended", NotVisible)]
)
def test_membership_that_is_not_current_cannot_answer(topic, follower, status, expected):
    change_membership(None, follower.memberships.get().pk, status=status)

    with pytest.raises(expected):
        reply(fresh(follower), topic)
    assert Post.objects.count() == 1


def test_closed_topic_takes_no_answer(topic, follower):
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_LOCKED)

    with pytest.raises(Refused) as refused:
        reply(follower, topic)
    assert refused.value.reason == Reason.TOPIC_LOCKED


@pytest.mark.parametrize("text", ["", "  \n ", "with a \x00 in it", "x" * (LONGEST_TEXT + 1)])
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(topic, follower, text):
    with pytest.raises(BadContent, match=r"."):
        reply(follower, topic, text)
    assert Post.objects.count() == 1


def test_a_refused_answer_leaves_no_event(topic, londoner):
    events = Event.objects.count()
    with pytest.raises(NotVisible):
        reply(londoner, topic)
    assert Event.objects.count() == events


def test_events_of_a_board_are_numbered_without_gaps(topic, follower, author, board):
    for turn in range(3):
        make_answer(follower if turn % 2 else author, topic)

    numbers = Event.objects.filter(stream=f"board:{board.pk}").order_by("pk").values_list("seq", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


def test_writing_marks_the_writer_as_having_read(topic, follower):
    reply(follower, topic)

    assert ReadMark.objects.get(member=follower, topic=topic).number == 2


def test_a_new_member_of_the_region_may_answer(topic, north_west):
    assert reply(make_member(north_west), topic).number == 2
