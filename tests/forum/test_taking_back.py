"""Undo until the mail leaves; withdraw afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.refs import ref
from forum import search
from forum.access import NotVisible
from forum.actions.edit_post import edit_post
from forum.actions.mark_read import mark_read
from forum.actions.take_back_post import take_back_post
from forum.actions.undo_post import undo_post
from forum.models import Board, Post, PostVersion, ReadMark, Topic
from notifications.live.missed import what_was_missed
from notifications.models import Delivery, Notification
from notifications.selectors import notifications_for, unread_count
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_answer, make_topic
from tests.outbound import drain_outbox, everything_sent, mails_to

REGRETTED = "Regrettable words."


@pytest.fixture(autouse=True)
def five_minutes(settings):
    settings.UNDO_SECONDS = 300


def counts(topic):
    topic, board = Topic.objects.get(pk=topic.pk), Board.objects.get(pk=topic.forum_id)
    return (
        topic.posts_count, topic.people_count, topic.last_number, topic.last_post_id, topic.last_post_on,
        board.direct_posts_count, board.direct_topics_count, board.last_post_id,
    )  # fmt: skip


def test_scenario_44_undone_answer_was_never_there_for_others(topic, author, follower, seen_by):
    mark_read(follower, topic, 1)
    drain_outbox()
    before, bell = counts(topic), unread_count(follower)
    seq = what_was_missed(follower, {"board": str(topic.forum_id), "seq": "0"})["seq"]
    answer = make_answer(author, topic, REGRETTED)
    drain_outbox()
    assert unread_count(follower) == bell + 1
    mark_read(follower, topic, 2)

    undone = seen_by(author).post(f"/posts/{ref('post', answer.pk)}/undo/")
    Delivery.objects.update(next_try=timezone.now())
    drain_outbox()

    assert counts(topic) == before
    assert unread_count(fresh(follower)) == bell
    assert not notifications_for(follower).filter(post=answer).exists()
    assert not search.find(follower, "regrettable", limit=5).exists()
    assert REGRETTED not in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert seen_by(follower).get(f"/posts/{ref('post', answer.pk)}/").status_code == 404
    assert REGRETTED.encode() not in everything_sent()
    assert what_was_missed(follower, {"board": str(topic.forum_id), "seq": str(seq)})["topics"] == 0
    assert REGRETTED in seen_by(author).get(undone["Location"]).content.decode()


def test_answer_after_an_undone_one_is_new_to_who_was_shown_the_undone(topic, author, follower):
    answer = make_answer(author, topic, REGRETTED)
    mark_read(follower, topic, answer.number)
    undo_post(author, answer.pk)
    make_answer(author, topic, "A better answer.")
    drain_outbox()

    assert ReadMark.objects.get(member=follower, topic=topic).number == 1
    kinds = [row.kind for row in notifications_for(follower) if not row.is_read]
    assert kinds == [Notification.Kind.ANSWER]


def test_answer_undone_before_others_leaves_their_numbers_as_they_are(topic, author, follower, seen_by):
    first = make_answer(author, topic, REGRETTED)
    second = make_answer(follower, topic, "Agreed.")
    undo_post(author, first.pk)

    second.refresh_from_db()
    topic.refresh_from_db()
    assert (second.number, topic.last_number, topic.posts_count) == (3, 3, 2)
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "Agreed." in page
    assert REGRETTED not in page


def test_undone_topic_is_gone_from_its_board(board, author, follower, seen_by):
    topic = make_topic(author, board, title="Sent to the wrong board", text=REGRETTED)
    opening = Post.objects.get(topic=topic)
    undo_post(author, opening.pk)

    board.refresh_from_db()
    assert (board.direct_topics_count, board.direct_posts_count, board.last_post_id) == (0, 0, None)
    browser = seen_by(follower)
    assert browser.get(f"/topics/{ref('topic', topic.pk)}/").status_code == 404
    assert "Sent to the wrong board" not in browser.get(f"/boards/{board.slug}/").content.decode()
    assert REGRETTED in seen_by(author).get(f"/held/{ref('post', opening.pk)}/").content.decode()


def test_topic_that_somebody_answered_is_not_undone(topic, author, follower, seen_by):
    opening = Post.objects.get(topic=topic)
    make_answer(follower, topic, "We have one.")

    with pytest.raises(Refused) as refused:
        undo_post(author, opening.pk)
    assert refused.value.reason == Reason.TOO_LATE_TO_UNDO
    page = seen_by(author).get(f"/posts/{ref('post', opening.pk)}/more/").content.decode()
    assert "Withdraw this post" in page
    assert "Undo this post" not in page


def test_undo_ends_before_the_mail_is_due(topic, author, settings):
    answer = make_answer(author, topic, REGRETTED)
    due = answer.published + timedelta(seconds=settings.UNDO_SECONDS)

    with pytest.raises(Refused) as refused:
        undo_post(author, answer.pk, now=due - timedelta(seconds=1))
    assert refused.value.reason == Reason.TOO_LATE_TO_UNDO
    assert undo_post(author, answer.pk, now=due - timedelta(seconds=10)).state == Post.State.WITHDRAWN


def test_second_press_on_undo_finds_nothing_more_to_undo(topic, author, seen_by):
    answer = make_answer(author, topic, REGRETTED)
    browser = seen_by(author)
    browser.post(f"/posts/{ref('post', answer.pk)}/undo/")
    before = counts(topic)

    assert browser.post(f"/posts/{ref('post', answer.pk)}/undo/").status_code == 404
    assert counts(topic) == before


def test_withdrawn_answer_says_so_and_its_text_is_gone_everywhere(topic, author, follower, seen_by, settings):
    settings.UNDO_SECONDS = 0
    answer = make_answer(author, topic, REGRETTED)
    edit_post(author, answer.pk, content=f"{REGRETTED} Edited.", version=0)
    drain_outbox()
    seen_by(author).post(f"/posts/{ref('post', answer.pk)}/withdraw/")

    reader = seen_by(follower)
    page = reader.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "Withdrawn by its author." in page
    for path in (
        f"/topics/{ref('topic', topic.pk)}/",
        f"/posts/{ref('post', answer.pk)}/more/",
        "/",
        f"/boards/{topic.forum.slug}/",
        "/search/?q=Regrettable+words",
    ):
        assert REGRETTED not in reader.get(path).content.decode(), path
    assert not search.find(follower, "regrettable", limit=5).exists()
    assert reader.get(f"/posts/{ref('post', answer.pk)}/history/").status_code == 404  # threat 23
    assert REGRETTED in seen_by(author).get(f"/posts/{ref('post', answer.pk)}/more/").content.decode()


def test_mail_of_a_withdrawn_post_that_waits_for_the_relay_never_leaves(topic, author, follower, settings):
    drain_outbox()
    sent = len(mails_to(follower.email))
    answer = make_answer(author, topic, REGRETTED)
    drain_outbox()
    take_back_post(author, answer.pk)
    assert Delivery.objects.filter(post=answer).update(next_try=timezone.now())
    drain_outbox()

    assert len(mails_to(follower.email)) == sent
    assert REGRETTED.encode() not in everything_sent()


def test_withdrawing_twice_keeps_one_text(topic, author):
    answer = make_answer(author, topic, REGRETTED)
    take_back_post(author, answer.pk)
    take_back_post(author, answer.pk)

    assert PostVersion.objects.get(post=answer).text == REGRETTED


@pytest.mark.parametrize("take", [undo_post, take_back_post])
def test_nobody_takes_back_what_another_wrote(topic, author, rep, londoner, take):
    answer = make_answer(author, topic, REGRETTED)

    with pytest.raises(Refused):
        take(rep, answer.pk)
    with pytest.raises(NotVisible):
        take(londoner, answer.pk)
    answer.refresh_from_db()
    assert (answer.state, answer.content.raw) == (Post.State.PUBLISHED, REGRETTED)


def test_withdrawn_post_is_not_edited(topic, author):
    answer = make_answer(author, topic, REGRETTED)
    take_back_post(author, answer.pk)

    with pytest.raises(Refused):
        edit_post(author, answer.pk, content="Back again.", version=0)
