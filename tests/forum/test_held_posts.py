"""Rule 1: text that looks like a child's details is held before anyone sees it."""

import pytest

from accounts.refs import ref
from forum import search
from forum.access import NotVisible, visible_posts
from forum.actions.mend_held_post import mend_held_post
from forum.actions.release_held_post import release_held_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.return_held_post import return_held_post
from forum.actions.start_topic import start_topic
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.models import Post
from forum.origin import Origin
from notifications.models import Notification
from regions.permissions import Reason, Refused
from tests.factories import fresh
from tests.outbound import drain_outbox, everything_sent, mails_to, plain_text

DETAILS = "Can anyone take Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563, while mum moves?"


@pytest.fixture
def held(topic, author):
    drain_outbox()
    return reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:h")


def test_held_post_is_seen_by_nobody_anywhere(held, topic, follower, rep, seen_by):
    drain_outbox()

    topic.refresh_from_db()
    assert (held.state, held.number, topic.posts_count) == (Post.State.HELD, None, 1)
    assert not visible_posts(follower).filter(pk=held.pk).exists()
    assert not search.find(follower, "Marlowe", limit=5).exists()
    assert b"Marlowe" not in everything_sent()
    assert b"Marlowe" not in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content
    assert b"Marlowe" not in seen_by(rep).get("/moderation/").content


def test_author_is_told_by_which_kind_of_rule_without_the_text(held, author):
    drain_outbox()

    assert Notification.objects.get(member=author).kind == Notification.Kind.HELD
    letter = plain_text(mails_to(author.email)[-1])
    assert "nobody else has seen it" in letter
    assert "Marlowe" not in letter


def test_rep_sees_that_it_is_held_and_why_but_cannot_decide_before_the_author_vouches(held, rep, seen_by):
    browser = seen_by(rep)

    assert "held" in browser.get("/moderation/").content.decode().lower()
    assert browser.get(f"/moderation/{ref('post', held.pk)}/").status_code == 403
    with pytest.raises(Refused):
        release_held_post(rep, held.pk)


def test_mended_text_is_published_at_once(held, author, topic):
    mended = mend_held_post(author, held.pk, content="Can anyone take a placement at short notice?")

    topic.refresh_from_db()
    assert (mended.state, mended.number, topic.posts_count) == (Post.State.PUBLISHED, 2, 2)


def test_mended_text_that_still_tells_stays_held(held, author):
    assert mend_held_post(author, held.pk, content="It is about NHS 999 123 4563.").state == Post.State.HELD


def test_rep_sees_the_vouched_text_with_the_matches_masked(held, author, rep, seen_by):
    vouch_for_held_post(author, held.pk)

    page = seen_by(rep).get(f"/moderation/{ref('post', held.pk)}/").content.decode()
    assert "while mum moves" in page
    assert "999 123 4563" not in page
    assert "Marlowe" not in page


def test_released_post_is_mailed_only_then(held, author, rep, follower):
    vouch_for_held_post(author, held.pk)
    drain_outbox()
    before = len(mails_to(follower.email))

    release_held_post(rep, held.pk)
    drain_outbox()

    assert len(mails_to(follower.email)) == before + 1


def test_returned_post_gives_the_author_the_reason_and_the_text(held, author, rep):
    vouch_for_held_post(author, held.pk)
    return_held_post(rep, held.pk, reason="The date of birth stands there.")
    drain_outbox()

    assert "The date of birth stands there." in plain_text(mails_to(author.email)[-1])
    assert mend_held_post(author, held.pk, content="A general question, then.").state == Post.State.PUBLISHED


def test_second_decision_changes_nothing(held, author, rep):
    vouch_for_held_post(author, held.pk)
    release_held_post(rep, held.pk)

    with pytest.raises(Refused) as refused:
        return_held_post(rep, held.pk, reason="Too late.")
    assert f"{rep.full_name} let this through" in refused.value.sentence


def test_nobody_decides_on_what_they_wrote(topic, rep):
    own = reply_to_topic(rep, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:r")
    vouch_for_held_post(rep, own.pk)

    with pytest.raises(Refused) as refused:
        release_held_post(fresh(rep), own.pk)
    assert refused.value.reason == Reason.OWN_MATTER


def test_stranger_to_the_region_finds_no_held_post(held, author, londoner):
    vouch_for_held_post(author, held.pk)

    with pytest.raises(NotVisible):
        release_held_post(londoner, held.pk)
    with pytest.raises(NotVisible):
        mend_held_post(londoner, held.pk, content="Mine now.")


def test_withdrawn_post_cannot_be_released(held, author, rep):
    vouch_for_held_post(author, held.pk)
    withdraw_held_post(author, held.pk)

    with pytest.raises(Refused):
        release_held_post(rep, held.pk)


def test_held_opening_post_hides_the_whole_topic_until_mended(board, author, follower, seen_by):
    opening = start_topic(
        author,
        board.slug,
        title="Placement for Jayden Marlowe, DOB 03/05/2011",
        content=DETAILS,
        origin=Origin.web(),
        idempotency_key="web:t",
    )

    browser = seen_by(follower)
    assert browser.get(f"/topics/{ref('topic', opening.topic_id)}/").status_code == 404
    assert b"Marlowe" not in browser.get(f"/boards/{board.slug}/").content

    mend_held_post(author, opening.pk, content="Who has a bed?", title="Short-notice placements")
    assert browser.get(f"/topics/{ref('topic', opening.topic_id)}/").status_code == 200
    assert b"Short-notice placements" in browser.get(f"/boards/{board.slug}/").content
