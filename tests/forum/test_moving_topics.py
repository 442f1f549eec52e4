"""A topic on another board: its readers are that board's, and nobody else's."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.refs import ref
from audit.models import Entry
from forum.access import visible_topics
from forum.actions.follow_topic import follow_topic
from forum.actions.move_topic import move_topic
from forum.models import Board, Post, TopicFollow
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from regions.actions.admit_member import admit_member
from regions.actions.appoint_representative import appoint_representative
from regions.models import Network
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, make_answer, make_board, make_member, make_service, make_topic, new_key
from tests.outbound import drain_outbox, everything_sent, mails_to, receive, write_mail


@pytest.fixture
def london_board(london):
    return make_board(london, slug="london")


@pytest.fixture
def both(rep, london):
    """Who represents North West, and London as well."""
    since = rep.representations.get().starts
    admit_member(None, rep, make_service(london), tier="full", job_title="Head of service", starts=since)
    appoint_representative(None, rep, london, starts=since)
    return fresh(rep)


def test_scenario_10_who_loses_sight_of_a_moved_topic_gets_no_more_mail_and_keeps_their_own_posts(
    topic, author, follower, londoner, both, london_board, seen_by
):
    mine = make_answer(follower, topic, "Mine stays mine.")
    drain_outbox()
    reply_to = str(mails_to(follower.email)[0]["Reply-To"])
    before = len(mails_to(follower.email))
    make_answer(author, topic, "Waiting to be mailed.")
    drain_events()

    move_topic(both, topic.pk, london_board.pk)
    drain_deliveries()
    make_answer(londoner, topic, "From London.")
    drain_outbox()
    row = receive(
        write_mail(sender=follower.email, to=reply_to, text="By an old mail."), sender=follower.email, to=reply_to
    )

    browser = seen_by(follower)
    for path in (
        f"/topics/{ref('topic', topic.pk)}/",
        f"/posts/{ref('post', mine.pk)}/",
        f"/live/since/?topic={topic.pk}",
    ):
        assert browser.get(path).status_code == 404, path
    assert (row.state, row.reason) == ("refused", "unknown_address")
    assert len(mails_to(follower.email)) == before + 1
    assert mails_to(follower.email)[-1]["Subject"] == "Your mail was not posted"
    assert topic.subject not in str(mails_to(follower.email)[-1])
    listed = browser.get("/profile/posts/").content.decode()
    assert "Mine stays mine." in listed
    assert "In a topic that you can no longer read" in listed
    assert "From London." not in listed
    assert f"/posts/{ref('post', mine.pk)}/" not in listed


def test_who_reads_the_new_board_reads_the_whole_topic(topic, londoner, both, london_board, seen_by):
    move_topic(both, topic.pk, london_board.pk)

    browser = seen_by(londoner)
    assert "We need one." in browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "Who has a <mark>remand</mark> protocol?" in browser.get("/search/?q=remand").content.decode()
    assert topic.subject in browser.get("/boards/london/").content.decode()


def test_counts_and_newest_posts_of_both_boards_are_right_after_a_move(topic, author, board, both, london_board):
    make_answer(author, topic)
    stays = make_topic(author, board, title="This one stays")

    move_topic(both, topic.pk, london_board.pk)

    board.refresh_from_db()
    london_board.refresh_from_db()
    assert (board.direct_topics_count, board.direct_posts_count, board.last_post_id) == (1, 1, stays.first_post_id)
    assert (london_board.direct_topics_count, london_board.direct_posts_count) == (1, 2)
    assert london_board.last_post == Post.objects.get(topic=topic, number=2)


def test_follows_of_who_lost_sight_end_and_do_not_come_back_with_the_topic(
    topic, author, follower, both, board, london_board
):
    follow_topic(follower, topic.pk, wants="follow")
    move_topic(both, topic.pk, london_board.pk)
    move_topic(both, topic.pk, board.pk)

    assert not TopicFollow.objects.filter(member__in=(author, follower)).exists()


@pytest.mark.parametrize("case", ["member", "own rep only", "unseen board", "closed board", "closed network", "same"])
def test_a_topic_is_moved_only_by_who_looks_after_both_networks(case, topic, author, rep, both, board, london_board):
    actor, target, error, reason = both, london_board, Refused, Reason.NOT_THE_REPRESENTATIVE
    if case == "member":
        actor, target = author, make_board(board.network, slug="north-west-2")
    elif case == "own rep only":
        both.representations.filter(network=london_board.network).delete()
        actor = fresh(rep)
    elif case == "unseen board":
        actor, error = author, Exception
    elif case == "closed board":
        Board.objects.filter(pk=london_board.pk).update(closed="2026-04-01")
        reason = Reason.BOARD_CLOSED
    elif case == "closed network":
        Network.objects.filter(pk=london_board.network_id).update(closed="2026-04-01")
        reason = Reason.NETWORK_CLOSED
    else:
        target, error = board, Problem

    with pytest.raises(error) as told:
        move_topic(actor, topic.pk, target.pk)

    topic.refresh_from_db()
    assert topic.forum == board
    if error is Refused:
        assert told.value.reason is reason


def test_page_for_moving_shows_each_boards_readers_and_refuses_others(
    topic, author, both, london_board, seen_by, londoner
):
    path = f"/topics/{ref('topic', topic.pk)}/move/"
    page = seen_by(both).get(path).content.decode()

    assert "Read by members in London and the executive" in page
    assert (
        f"/topics/{ref('topic', topic.pk)}/moderate/"
        in seen_by(both).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    )
    assert f'{path}"' in seen_by(both).get(f"/topics/{ref('topic', topic.pk)}/moderate/").content.decode()
    assert seen_by(author).get(path).status_code == 403
    assert seen_by(londoner).get(path).status_code == 404
    assert seen_by(both).post(path, {"board": ""}).status_code == 422
    assert seen_by(both).post(path, {"board": london_board.pk}).status_code == 302
    assert Entry.objects.get(verb="move_topic", outcome="done").details["to"] == london_board.pk


@given(steps=st.lists(st.tuples(st.sampled_from(["move", "share", "close", "answer"]), st.integers(0, 2)), max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_threat_14_the_readers_of_a_topic_are_always_its_boards(
    topic, board, london_board, author, londoner, both, steps
):
    """A topic is moved to and fro while its boards change readers: the two readers see it exactly when they may."""
    shared = Board.objects.filter(slug="shared-one").first() or make_board(board.network, slug="shared-one")
    boards = [board, london_board, shared]
    for step, which in steps:
        target = boards[which]
        if step == "move" and topic.forum_id != target.pk:
            move_topic(both, topic.pk, target.pk)
        elif step == "share":
            Board.objects.filter(pk=target.pk).update(readers="members" if target.readers == "network" else "network")
            target.refresh_from_db()
        elif step == "answer":
            writer = londoner if topic.forum.network_id == london_board.network_id else author
            make_answer(fresh(writer), topic, f"Answer {new_key()}")
        topic.refresh_from_db()
        on = Board.objects.select_related("network").get(pk=topic.forum_id)
        for reader, home in ((author, board.network_id), (londoner, london_board.network_id)):
            may = on.network_id == home or on.readers == "members"
            assert visible_topics(fresh(reader)).filter(pk=topic.pk).exists() == may


def test_no_word_of_a_moved_topic_leaves_for_who_cannot_read_it(topic, author, follower, both, london_board):
    drain_outbox()
    move_topic(both, topic.pk, london_board.pk)
    make_answer(make_member(london_board.network), topic, "Canarywordthree")
    drain_outbox()

    assert not any("Canarywordthree" in str(mail) for member in (author, follower) for mail in mails_to(member.email))
    make_answer(make_member(london_board.network), topic, "Canarywordfour")
    drain_outbox()
    assert b"Canarywordfour" in everything_sent()
