"""Polls beside the topic: on home, in drafts and previews, and when topics are merged; and tags that go along."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refs import ref
from forum.actions.add_poll import add_poll
from forum.actions.cast_vote import cast_vote
from forum.actions.close_topic import close_topic
from forum.actions.lock_topic import lock_topic
from forum.actions.merge_topics import merge_topics
from forum.actions.set_tags import set_tags
from forum.actions.start_topic import start_topic
from forum.actions.undo_post import undo_post
from forum.home_needs import needs_of
from forum.models import Ballot, Draft, Poll, Topic, TopicTrace
from forum.origin import Origin
from forum.polls.wish import PollWish
from notifications.addresses import reply_address
from notifications.tokens import Purpose, seal
from regions.actions.change_membership import change_membership
from regions.actions.erase_member import erase_member
from tests.factories import fresh, make_board, make_member, make_network, make_topic, new_key
from tests.outbound import drain_outbox, receive, write_mail

pytestmark = pytest.mark.django_db
OPTIONS = ("Training", "Bulletin", "Conference")
FIELDS = {
    "poll-question": "What do you need most?", "poll-options": "Training\nBulletin", "poll-kind": "ranked",
    "poll-closes_on": "2027-01-04", "poll-closes_at": "12:15", "poll-hidden": "on",
}  # fmt: skip


def ask(author, topic, *, question="What do you need most?", days=3, hidden=False, kind="single") -> Poll:
    wish = PollWish(question, OPTIONS, timezone.now() + timedelta(days=days), kind, hidden)
    return add_poll(author, topic.pk, wish=wish)


def waiting(member) -> list[str]:
    return [need.words for need in needs_of(fresh(member)) if need.name == "poll"]


# --- On home


def test_an_open_poll_waits_on_home_for_those_who_may_answer_until_they_have(topic, author, follower, londoner):
    ask(author, topic)
    assert waiting(follower) == waiting(author) == ["What do you need most?"]
    assert waiting(londoner) == []

    cast_vote(follower, topic.pk, picks=[1])

    assert waiting(follower) == []
    assert waiting(author) == ["What do you need most?"]


def test_a_poll_that_takes_no_answer_waits_for_nobody(topic, author, follower, rep, board):
    poll = ask(author, topic)
    other = make_topic(author, board, title="Other")
    ask(author, other, question="Closed by its asker?")
    close_topic(author, other.pk, asked="This", heard="That")
    Poll.objects.filter(pk=poll.pk).update(closes=timezone.now())
    assert waiting(follower) == []

    third = make_topic(author, board, title="Third")
    ask(author, third, question="Locked?")
    assert waiting(follower) == ["Locked?"]
    lock_topic(rep, third.pk)
    assert waiting(follower) == []


@pytest.mark.parametrize("status", ["lapsed", "suspended", "ended"])
def test_who_may_not_write_is_not_asked(topic, author, follower, status):
    ask(author, topic)
    change_membership(None, follower.memberships.get().pk, status=status, reason="x")

    assert waiting(follower) == []


def test_what_others_only_read_does_not_ask_them(author, londoner, north_west):
    shared = make_board(north_west, slug="shared", readers="members")
    ask(author, make_topic(author, shared))

    assert waiting(londoner) == []


def test_home_says_so_in_four_statements_for_one_and_three(author, follower, board, seen_by):
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            page = browser.get("/").content.decode()
        return len(queries), page.count("A poll asks for your answer")

    browser = seen_by(follower)
    poll = ask(author, make_topic(author, board))
    assert (
        f'closes <time datetime="{timezone.localtime(poll.closes).isoformat()[:10]}'
        in browser.get("/").content.decode()
    )
    assert cost() == (4, 1)
    for number in range(2):
        ask(author, make_topic(author, board, title=f"More {number}"), question=f"Which, {number}?")

    assert cost() == (4, 3)


# --- In drafts and previews


def field(page: str, name: str) -> str:
    """What a text field or a box of the page holds."""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    if area:
        return area[1]
    chosen = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"[^>]* checked', page)
    if chosen:
        return chosen[1]
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else "on" if re.search(rf'name="{name}"[^>]* checked', page) else ""


def held_by(page: str) -> dict[str, str]:
    return {name: field(page, name) for name in (*FIELDS, "tags")}


@pytest.fixture
def typed(board):
    return {
        "board": board.slug,
        "kind": "question",
        "title": "Needs",
        "text": "Please say.",
        "tags": "remand, beds",
    } | FIELDS


def test_a_preview_keeps_the_poll_and_the_tags(author, seen_by, typed):
    page = seen_by(author).post("/topics/new/", typed | {"key": "web:1", "do": "preview"}).content.decode()

    assert "This is how it will look" in page
    assert held_by(page) == FIELDS | {"tags": "remand, beds"}
    assert '<details class="poll-fields" open>' in page


def test_a_draft_keeps_the_poll_and_the_tags_and_posting_makes_them(author, seen_by, typed):
    browser = seen_by(author)
    browser.post("/drafts/keep/", typed | {"place": "new", "draft_version": 0, "do": "draft"})
    page = seen_by(author).get("/topics/new/")
    assert held_by(page.content.decode()) == FIELDS | {"tags": "remand, beds"}
    version = page.context["form"]["draft_version"].value()

    browser.post("/topics/new/", typed | {"key": "web:1", "draft_version": version})

    topic = Topic.objects.get(subject="Needs")
    assert topic.tag_line == "remand · beds"
    assert (topic.poll.question, topic.poll.options, topic.poll.hidden) == (
        "What do you need most?", ["Training", "Bulletin"], True,
    )  # fmt: skip
    assert not Draft.objects.exists()


def test_a_poll_alone_is_worth_a_draft_and_one_that_is_not_begun_is_none(author, seen_by):
    browser = seen_by(author)
    form = {"place": "new", "draft_version": 0, "text": "", "title": ""}
    browser.post("/drafts/keep/", form | {"poll-kind": "single", "poll-closes_on": "2027-01-04"})
    assert not Draft.objects.exists()

    browser.post("/drafts/keep/", form | FIELDS)
    assert Draft.objects.get().poll["question"] == "What do you need most?"


def test_two_tabs_that_hold_different_polls_lose_neither(author, seen_by, typed):
    browser = seen_by(author)
    browser.post("/drafts/keep/", typed | {"place": "new", "draft_version": 0})
    other = typed | {"place": "new", "draft_version": 0, "poll-question": "Which day?", "text": "Mine."}
    page = browser.post("/drafts/keep/", other)

    assert page.status_code == 409
    mine = page.content.decode()
    assert field(mine, "poll-question") == "Which day?"
    assert field(mine, "tags") == "remand, beds"
    assert Draft.objects.get().poll["question"] == "What do you need most?"


def test_too_many_tags_are_said_beside_the_field_and_nothing_is_lost(author, seen_by, typed):
    answer = seen_by(author).post("/topics/new/", typed | {"key": "web:1", "tags": "a1, b2, c3, d4, e5, f6"})

    assert answer.status_code == 422
    assert "and 5 is the most" in answer.content.decode()
    assert held_by(answer.content.decode()) == FIELDS | {"tags": "a1, b2, c3, d4, e5, f6"}
    assert not Topic.objects.filter(subject="Needs").exists()


def test_what_was_undone_is_a_draft_with_its_poll_and_tags(author, board, settings):
    settings.UNDO_SECONDS = 300
    wish = PollWish("Which day?", ("Tuesday", "Thursday"), timezone.now() + timedelta(days=3), hidden=True)
    post = start_topic(
        author, board.slug, title="Needs", content="Please say.", origin=Origin.web(), idempotency_key=new_key(), poll=wish,
        tags=["remand"],
    )  # fmt: skip
    undo_post(author, post.pk)

    draft = Draft.objects.get()
    assert (draft.tags, draft.poll["question"], draft.poll["options"]) == (
        ["remand"],
        "Which day?",
        "Tuesday\nThursday",
    )


# --- When topics are merged


@pytest.fixture
def pair(author, board):
    return make_topic(author, board, title="First"), make_topic(author, board, title="Second")


def test_a_poll_goes_along_with_its_answers(pair, author, follower, rep):
    source, target = pair
    poll = ask(author, source)
    cast_vote(follower, source.pk, picks=[2])

    merge_topics(rep, source.pk, into_id=target.pk)

    poll.refresh_from_db()
    assert poll.topic_id == target.pk
    assert waiting(follower) == []
    cast_vote(author, target.pk, picks=[1])
    assert Ballot.objects.filter(poll=poll).count() == 2
    assert TopicTrace.objects.get().words == ""


def test_where_both_have_one_the_targets_stays_and_the_others_result_is_text(
    pair, author, rep, north_west, follower, seen_by
):
    source, target = pair
    old, kept = ask(author, source, question="Old?", hidden=True), ask(author, target, question="Kept?")
    for pick in (1, 1, 1, 2, 3):
        cast_vote(make_member(north_west), source.pk, picks=[pick])
    page = seen_by(rep, sure=True).get(f"/topics/{ref('topic', source.pk)}/merge/").content.decode()
    assert "that one stays and this one ends" in page

    merge_topics(rep, source.pk, into_id=target.pk)

    assert Poll.objects.get(topic=target) == kept
    old.refresh_from_db()
    assert not old.is_open()
    words = TopicTrace.objects.get().words
    assert words == "Poll: Old?\n5 of 8 asked answered.\nAnswers: Training: 3; Bulletin: 1; Conference: 1."
    assert "Training: 3; Bulletin: 1" in seen_by(follower).get(f"/topics/{ref('topic', target.pk)}/").content.decode()
    assert waiting(follower) == ["Kept?"]


def test_few_answers_stay_untold_also_in_the_text(pair, author, follower, rep):
    source, target = pair
    ask(author, source, question="Old?")
    ask(author, target, question="Kept?")
    cast_vote(follower, source.pk, picks=[2])

    merge_topics(rep, source.pk, into_id=target.pk)

    words = TopicTrace.objects.get().words
    assert "1 of 3 asked answered." in words
    assert "Bulletin" not in words


def test_a_mailed_answer_to_the_poll_that_ended_is_not_counted_in_the_other(pair, author, follower, rep):
    source, target = pair
    ask(author, source, question="Old?")
    ask(author, target, question="Kept?")
    token = seal(Purpose.REPLY, member_id=follower.pk, thing_id=source.pk, generation=follower.token_generation)
    merge_topics(rep, source.pk, into_id=target.pk)
    drain_outbox()

    mail = write_mail(sender=follower.email, to=reply_address(token), text="2")
    row = receive(mail, sender=follower.email, to=reply_address(token))

    assert (row.state, row.reason) == ("refused", "poll_closed")
    assert not Ballot.objects.exists()


def test_without_a_poll_the_page_says_nothing_of_one(pair, rep, seen_by):
    assert "Its poll" not in seen_by(rep, sure=True).get(f"/topics/{ref('topic', pair[0].pk)}/merge/").content.decode()


def test_what_a_poll_came_to_forgets_who_is_erased(pair, author, follower, rep):
    source, target = pair
    ask(author, source, question=f"What did {follower.full_name} mean?")
    ask(author, target, question="Kept?")
    merge_topics(rep, source.pk, into_id=target.pk)
    assert follower.full_name in TopicTrace.objects.get().words

    erase_member(fresh(follower), follower.pk)

    assert follower.full_name not in TopicTrace.objects.get().words


def test_tags_of_both_are_kept_five_at_most_the_targets_first(pair, author, rep):
    source, target = pair
    set_tags(author, source.pk, names=["beds", "courts", "health", "staff"])
    set_tags(author, target.pk, names=["remand", "data", "beds"])

    merge_topics(rep, source.pk, into_id=target.pk)

    target.refresh_from_db()
    assert sorted(target.tag_line.split(" · ")) == ["beds", "courts", "data", "health", "remand"]


def test_tags_that_come_to_another_network_are_of_that_networks_list(author, board, rep):
    other = make_board(make_network("All reps", kind="representatives"), slug="reps")
    source = make_topic(author, board, title="First")
    target = make_topic(fresh(rep), other, title="Second")
    set_tags(author, source.pk, names=["beds"])

    merge_topics(fresh(rep), source.pk, into_id=target.pk)

    assert list(target.tag_rows.values_list("tag__network", "tag__name")) == [(other.network_id, "beds")]
