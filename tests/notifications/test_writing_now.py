"""Who else is writing an answer: of those and for those who turned it on, within one network, and not for long."""

import pytest
from django.core.cache import cache

from accounts.refs import ref
from forum.actions.show_writing import show_writing
from notifications import writing_now
from notifications.live import push
from regions.actions.change_membership import change_membership
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def said(monkeypatch):
    cache.clear()
    messages: list[dict] = []
    monkeypatch.setattr(push, "send", messages.append)
    return messages


@pytest.fixture
def question(author, board):
    return of_kind(make_topic(author, board, title="Who has one?"), "question")


def of_kind(topic, kind):
    type(topic).objects.filter(pk=topic.pk).update(kind=kind)
    return topic


def writing(browser, topic, method="get"):
    return getattr(browser, method)(f"/topics/{ref('topic', topic.pk)}/writing/").json()


def test_who_turned_it_on_sees_who_else_did_and_their_pages_are_rung_once(question, author, follower, seen_by, said):
    for member in (author, follower):
        show_writing(member, shown=True)
    asker, helper = seen_by(author), seen_by(follower)

    assert writing(helper, question, "post") == {"shown": True, "names": []}
    assert writing(asker, question) == {"shown": True, "names": [follower.full_name]}
    assert writing(helper, question, "post")["names"] == []
    assert said == [{"type": "live.writing", "stream": f"board:{question.forum_id}", "topic": question.pk}]


def test_who_did_not_turn_it_on_is_not_shown_and_sees_nobody(question, author, follower, seen_by, said):
    show_writing(author, shown=True)
    writing(seen_by(author), question, "post")
    said.clear()

    assert writing(seen_by(follower), question, "post") == {"shown": False, "names": []}
    assert writing(seen_by(author), question)["names"] == []
    assert said == []


def test_it_runs_out_by_itself_and_ends_with_the_wish_and_with_the_right(
    question, author, follower, seen_by, monkeypatch
):
    for member in (author, follower):
        show_writing(member, shown=True)
    writing(seen_by(follower), question, "post")
    now = writing_now.time.time()

    show_writing(follower, shown=False)
    assert writing(seen_by(author), question)["names"] == []
    show_writing(follower, shown=True)
    assert writing(seen_by(author), question)["names"] == [follower.full_name]
    monkeypatch.setattr(writing_now.time, "time", lambda: now + writing_now.SHOWN_SECONDS)
    assert writing(seen_by(author), question)["names"] == []
    monkeypatch.undo()
    change_membership(None, follower.memberships.get().pk, status="ended")
    assert writing(seen_by(author), question)["names"] == []


def test_nobody_is_shown_across_networks_nor_in_what_is_no_question(question, author, londoner, board, topic, seen_by):
    for member in (author, londoner):
        show_writing(member, shown=True)
    stranger = seen_by(londoner)
    assert stranger.get(f"/topics/{ref('topic', question.pk)}/writing/").status_code == 404

    type(board).objects.filter(pk=board.pk).update(readers="members")
    assert writing(stranger, question, "post") == {"shown": False, "names": []}
    assert writing(seen_by(author), question)["names"] == []
    discussion = of_kind(make_topic(author, board, title="A discussion"), "discussion")
    assert writing(seen_by(author), discussion, "post") == {"shown": False, "names": []}


def test_a_cache_that_is_away_shows_nobody(question, author, seen_by, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    show_writing(author, shown=True)
    monkeypatch.setattr("notifications.writing_now._writers", away)

    assert writing(seen_by(author), question, "post") == {"shown": True, "names": []}
