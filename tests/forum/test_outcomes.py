"""«This helped», closing with a summary, and opening again."""

import pytest

from accounts.refs import ref
from audit.models import Entry
from forum.access import NotVisible
from forum.actions.accept_answer import accept_answer
from forum.actions.close_topic import close_topic
from forum.actions.follow_topic import follow_topic
from forum.actions.reopen_topic import reopen_topic
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.take_back_post import take_back_post
from forum.content import BadContent
from forum.models import AcceptedAnswer, Closing, Post, Topic
from forum.origin import Origin
from forum.rewriting import WouldBeHeld
from notifications.models import Notification
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_answer, make_member
from tests.outbound import drain_outbox, mails_to, plain_text

SUMMARY = {"asked": "Who has a **protocol**?", "heard": "Three do.", "did": "We took Lakeside’s."}


@pytest.fixture
def answer(topic, follower):
    return make_answer(follower, topic, "We have one.")


def told(member, kind):
    return Notification.objects.filter(member=member, kind=kind).count()


def test_accepted_answer_is_marked_and_the_topic_counts_as_answered(topic, answer, author, follower, seen_by):
    seen_by(author).post(f"/posts/{ref('post', answer.pk)}/helped/", {"helped": "yes"})
    drain_outbox()

    topic.refresh_from_db()
    assert topic.state == Topic.State.ANSWERED
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/?page=1").content.decode()
    assert "This helped" in page
    assert "answered: see what helped" in page
    assert told(follower, "accepted") == 1


def test_mark_moves_to_another_answer_and_goes_again(topic, answer, author, rep):
    other = make_answer(rep, topic, "Ours is better.")
    accept_answer(author, answer.pk)
    accept_answer(author, other.pk)
    assert AcceptedAnswer.objects.get().post == other

    accept_answer(author, other.pk, helped=False)
    topic.refresh_from_db()
    assert topic.state == Topic.State.OPEN
    assert not AcceptedAnswer.objects.exists()


def test_mark_set_again_and_again_tells_once(topic, answer, author, follower):
    for helped in (True, True, False, True):
        accept_answer(author, answer.pk, helped=helped)
        drain_outbox()

    assert told(follower, "accepted") == 1


def test_only_the_asker_accepts_and_only_an_answer(topic, answer, author, follower, rep, londoner):
    for other in (follower, rep):
        with pytest.raises(Refused) as refused:
            accept_answer(other, answer.pk)
        assert refused.value.reason == Reason.NOT_THE_ASKER
    with pytest.raises(NotVisible):
        accept_answer(londoner, answer.pk)
    with pytest.raises(Refused) as refused:
        accept_answer(author, Post.objects.get(topic=topic, number=1).pk)
    assert refused.value.reason == Reason.NOT_AN_ANSWER


def test_withdrawn_answer_answers_nothing(topic, answer, author, follower):
    accept_answer(author, answer.pk)
    take_back_post(follower, answer.pk)

    topic.refresh_from_db()
    assert topic.state == Topic.State.OPEN
    with pytest.raises(Refused):
        accept_answer(author, answer.pk)


def test_scenario_25_closing_with_a_summary_tells_each_answerer_once(
    topic, answer, author, follower, rep, board, seen_by
):
    make_answer(follower, topic, "And another thing.")
    make_answer(rep, topic, "Us too.")
    drain_outbox()
    before = {who.email: len(mails_to(who.email)) for who in (follower, rep, author)}

    seen_by(author).post(f"/topics/{ref('topic', topic.pk)}/close/", SUMMARY)
    drain_outbox()
    reopen_topic(author, topic.pk)
    close_topic(author, topic.pk, **SUMMARY | {"did": "Nothing yet."})
    drain_outbox()

    for who in (follower, rep):
        assert told(who, "closed") == 1
        assert len(mails_to(who.email)) == before[who.email] + 1
    assert len(mails_to(author.email)) == before[author.email]
    assert f"/topics/{ref('topic', topic.pk)}/#summary" in plain_text(mails_to(follower.email)[-1])
    page = seen_by(make_member(board.network)).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "Who has a <strong>protocol</strong>?" in page
    assert "Nothing yet." in page


def test_who_muted_the_topic_or_lost_the_right_to_read_it_is_not_told(topic, answer, author, follower, rep):
    make_answer(rep, topic, "Us too.")
    drain_outbox()
    follow_topic(follower, topic.pk, wants="mute")
    rep.memberships.update(status="ended")
    close_topic(author, topic.pk, **SUMMARY)
    drain_outbox()

    assert (told(follower, "closed"), told(rep, "closed")) == (0, 0)


def test_closed_topic_refuses_answers_with_the_right_sentence(topic, answer, author, follower, seen_by):
    close_topic(author, topic.pk, **SUMMARY)

    with pytest.raises(Refused) as refused:
        reply_to_topic(follower, topic.pk, content="Late.", origin=Origin.email(), idempotency_key="mail:1")
    assert refused.value.reason == Reason.TOPIC_LOCKED
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "This topic is closed, so it takes no more answers." in page
    assert "Post answer" not in page


def test_stale_page_whose_topic_was_closed_gives_the_text_back(topic, author, follower, seen_by):
    close_topic(author, topic.pk, **SUMMARY)
    late = seen_by(follower).post(f"/topics/{ref('topic', topic.pk)}/", {"text": "My long answer", "key": "web:1"})

    assert late.status_code == 403
    assert "My long answer" in late.content.decode()


def test_reopened_topic_takes_answers_and_remembers_the_summary(topic, answer, author, follower, seen_by):
    accept_answer(author, answer.pk)
    close_topic(author, topic.pk, **SUMMARY)
    browser = seen_by(author)
    browser.post(f"/topics/{ref('topic', topic.pk)}/reopen/")

    topic.refresh_from_db()
    assert (topic.state, topic.is_locked) == (Topic.State.ANSWERED, False)
    assert make_answer(follower, topic, "One more.").number == 3
    assert "Three do." not in browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "Three do." in browser.get(f"/topics/{ref('topic', topic.pk)}/close/").content.decode()


def test_closing_twice_is_once_and_another_closing_changes_nothing(topic, author, rep):
    close_topic(author, topic.pk, **SUMMARY)
    close_topic(author, topic.pk, **SUMMARY)

    with pytest.raises(Refused) as refused:
        close_topic(rep, topic.pk, asked="Mine", heard="Other")
    assert refused.value.reason == Reason.TOPIC_LOCKED
    assert Closing.objects.get().heard == "Three do."


def test_rep_closes_for_an_asker_who_is_away_and_it_is_logged(topic, rep, follower, londoner):
    for other, wrong in ((follower, Refused), (londoner, NotVisible)):
        with pytest.raises(wrong):
            close_topic(other, topic.pk, **SUMMARY)
    close_topic(rep, topic.pk, **SUMMARY)
    reopen_topic(fresh(rep), topic.pk)

    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["close_topic", "reopen_topic"]


def test_lock_of_a_representative_is_not_opened_by_the_asker(topic, author):
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_LOCKED)

    with pytest.raises(Refused):
        reopen_topic(author, topic.pk)
    topic.refresh_from_db()
    assert topic.is_locked


@pytest.mark.parametrize(
    ("words", "wrong"), [({"heard": "NHS 999 123 4563"}, WouldBeHeld), ({"heard": " "}, BadContent)]
)
def test_summary_is_screened_and_not_empty(topic, author, words, wrong, seen_by):
    with pytest.raises(wrong):
        close_topic(author, topic.pk, **SUMMARY | words)

    page = seen_by(author).post(f"/topics/{ref('topic', topic.pk)}/close/", SUMMARY | words)
    assert page.status_code == 422
    assert "Who has a **protocol**?</textarea>" in page.content.decode()
    assert not Closing.objects.exists()


def test_topic_page_costs_the_same_with_an_outcome_and_without(
    topic, answer, author, follower, seen_by, django_assert_num_queries
):
    browser = seen_by(follower)
    browser.get(f"/topics/{ref('topic', topic.pk)}/")
    with django_assert_num_queries(5):
        browser.get(f"/topics/{ref('topic', topic.pk)}/")
    accept_answer(author, answer.pk)
    close_topic(author, topic.pk, **SUMMARY)
    with django_assert_num_queries(5):
        browser.get(f"/topics/{ref('topic', topic.pk)}/")
