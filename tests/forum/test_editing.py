"""Changing one's own post: its history, two edits at once, and what the screen would hold."""

import time

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.refs import ref
from forum import search
from forum.access import NotVisible
from forum.actions.edit_post import EditedMeanwhile, edit_post
from forum.actions.mend_held_post import mend_held_post
from forum.actions.release_held_post import release_held_post
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.differences import difference
from forum.models import Post, Topic
from forum.origin import Origin
from forum.rewriting import WouldBeHeld
from notifications.live.missed import what_was_missed
from notifications.models import Notification
from regions.permissions import Reason, Refused
from tests.factories import fresh, make_answer
from tests.outbound import drain_outbox, everything_sent, mails_to


@pytest.fixture
def answer(topic, author):
    return make_answer(author, topic, "We have won.")


def test_scenario_24_edit_mails_nobody_and_the_history_shows_it(topic, answer, author, follower, seen_by):
    drain_outbox()
    before, told = len(mails_to(follower.email)), Notification.objects.count()

    edit_post(author, answer.pk, content="We have one.", version=0)
    drain_outbox()

    assert (len(mails_to(follower.email)), Notification.objects.count()) == (before, told)
    browser = seen_by(follower)
    page = browser.get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "We have one." in page
    assert "We have won." not in page
    assert f"/posts/{ref('post', answer.pk)}/history/" in page
    history = browser.get(f"/posts/{ref('post', answer.pk)}/history/").content.decode()
    assert '[removed: </span>won<span class="sr">]</span></del>' in history
    assert '[added: </span>one<span class="sr">]</span></ins>' in history


def test_edit_changes_what_search_finds(answer, author, follower):
    edit_post(author, answer.pk, content="A protocol for bail.", version=0)

    assert [post.pk for post in search.find(follower, "bail", limit=5)] == [answer.pk]
    assert not search.find(follower, "won", limit=5).exists()


def test_threat_83_second_of_two_edits_keeps_its_text_and_sees_the_other(answer, author, seen_by):
    browser = seen_by(author)
    first = browser.post(f"/posts/{ref('post', answer.pk)}/edit/", {"text": "From the first tab.", "version": 0})
    second = browser.post(f"/posts/{ref('post', answer.pk)}/edit/", {"text": "From the second tab.", "version": 0})

    assert (first.status_code, second.status_code) == (302, 409)
    answer.refresh_from_db()
    assert answer.content.raw == "From the first tab."
    page = second.content.decode()
    assert "From the second tab.</textarea>" in page
    assert "changed elsewhere while you wrote" in page
    assert '[added: </span>first<span class="sr">' in page

    third = browser.post(
        f"/posts/{ref('post', answer.pk)}/edit/",
        {"text": "Both.", "version": second.context["form"]["version"].value()},
    )
    assert third.status_code == 302
    assert list(answer.versions.order_by("number").values_list("text", flat=True)) == [
        "We have won.",
        "From the first tab.",
    ]


def test_same_edit_sent_twice_is_one_change(answer, author):
    edit_post(author, answer.pk, content="We have one.", version=0)
    edit_post(author, answer.pk, content="We have one.", version=0)

    assert answer.versions.count() == 1


def test_edit_begun_from_an_old_text_raises_and_changes_nothing(answer, author):
    edit_post(author, answer.pk, content="One.", version=0)

    with pytest.raises(EditedMeanwhile):
        edit_post(author, answer.pk, content="Two.", version=0)
    answer.refresh_from_db()
    assert (answer.content.raw, answer.updates_count) == ("One.", 1)


DETAILS = "Can anyone take Jayden Marlowe, DOB 03/05/2011, NHS 999 123 4563?"


def test_edit_that_the_screen_would_hold_is_not_shown_and_its_text_is_kept(topic, answer, author, follower, seen_by):
    answered = seen_by(author).post(f"/posts/{ref('post', answer.pk)}/edit/", {"text": DETAILS, "version": 0})

    page = answered.content.decode()
    assert answered.status_code == 422
    assert "Your change is not saved" in page
    assert "an NHS number" in page
    assert f"{DETAILS}</textarea>" in page
    answer.refresh_from_db()
    assert (answer.content.raw, answer.state, answer.versions.count()) == ("We have won.", Post.State.PUBLISHED, 0)
    assert "Marlowe" not in seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    drain_outbox()
    assert b"Marlowe" not in everything_sent()


def test_typo_in_a_post_that_the_rep_released_can_be_mended(topic, author, rep):
    held = reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:h")
    vouch_for_held_post(author, held.pk)
    release_held_post(rep, held.pk)

    edited = edit_post(author, held.pk, content=DETAILS.replace("anyone", "any of you"), version=0)

    assert "any of you" in edited.content.raw
    with pytest.raises(WouldBeHeld) as would:
        edit_post(author, held.pk, content=edited.content.raw + " Or Kyle Smith, born 04/04/2012?", version=1)
    assert "name_date_of_birth" in would.value.rules


def test_title_of_a_topic_changes_everywhere_with_its_first_post(topic, answer, author, follower, seen_by):
    opening = topic.first_post or Topic.objects.get(pk=topic.pk).first_post
    edit_post(author, opening.pk, content="We need one.", title="Who has a bail protocol?", version=0)

    topic.refresh_from_db()
    assert topic.subject == "Who has a bail protocol?"
    assert {post.pk for post in search.find(follower, "bail", limit=5)} == {opening.pk, answer.pk}
    assert not search.find(follower, "remand", limit=5).exists()
    assert "Title: " in seen_by(follower).get(f"/posts/{ref('post', opening.pk)}/history/").content.decode()


def test_answer_has_no_title_to_change(topic, answer, author):
    edit_post(author, answer.pk, content="We have one.", title="Mine now", version=0)

    topic.refresh_from_db()
    assert topic.subject == "Who has a remand protocol?"


@pytest.mark.parametrize("who", ["follower", "rep"])
def test_nobody_else_edits_a_post(request, answer, who, seen_by):
    other = request.getfixturevalue(who)
    with pytest.raises(Refused) as refused:
        edit_post(other, answer.pk, content="Mine now.", version=0)

    assert refused.value.reason == Reason.NOT_THE_AUTHOR
    assert seen_by(fresh(other)).get(f"/posts/{ref('post', answer.pk)}/edit/").status_code == 403


def test_threat_22_who_does_not_read_the_board_finds_nothing_to_edit(answer, londoner, seen_by):
    with pytest.raises(NotVisible):
        edit_post(londoner, answer.pk, content="Mine now.", version=0)
    for page in ("edit", "history", "more"):
        assert seen_by(londoner).get(f"/posts/{ref('post', answer.pk)}/{page}/").status_code == 404


def test_closed_topic_takes_no_edit_and_says_so(topic, answer, author, seen_by):
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_LOCKED)

    with pytest.raises(Refused) as refused:
        edit_post(author, answer.pk, content="Late.", version=0)
    assert refused.value.reason == Reason.TOPIC_LOCKED
    assert (
        Reason.TOPIC_LOCKED.sentence in seen_by(author).get(f"/posts/{ref('post', answer.pk)}/more/").content.decode()
    )


def test_open_page_learns_that_a_post_was_changed_and_the_board_counts_nothing_new(topic, answer, author, follower):
    drain_outbox()
    before = what_was_missed(follower, {"topic": str(topic.pk), "after": "2"})
    seq = what_was_missed(follower, {"board": str(topic.forum_id), "seq": "0"})["seq"]

    edit_post(author, answer.pk, content="We have one.", version=0)
    drain_outbox()

    after = what_was_missed(follower, {"topic": str(topic.pk), "after": "2"})
    assert (after["changes"], after["answers"]) == (before["changes"] + 1, 0)
    assert what_was_missed(follower, {"board": str(topic.forum_id), "seq": str(seq)})["topics"] == 0


def test_history_of_many_changes_comes_in_pages_at_the_same_cost(answer, author, seen_by, django_assert_num_queries):
    for number in range(45):
        edit_post(author, answer.pk, content=f"Text number {number + 1}.", version=number)
    browser = seen_by(author)
    browser.get(f"/posts/{ref('post', answer.pk)}/history/")

    with django_assert_num_queries(4):
        first = browser.get(f"/posts/{ref('post', answer.pk)}/history/")
    with django_assert_num_queries(4):
        second = browser.get(f"/posts/{ref('post', answer.pk)}/history/?before={first.context['page'].older}")
    third = browser.get(f"/posts/{ref('post', answer.pk)}/history/?before={second.context['page'].older}")

    numbers = [change.number for page in (first, second, third) for change in page.context["page"].changes]
    assert numbers == list(range(45, 0, -1))
    assert third.context["page"].older is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_difference_tells_both_texts_whole(before, after):
    parts = difference(before, after)

    assert "".join(part.text for part in parts if part.kind != "new") == before
    assert "".join(part.text for part in parts if part.kind != "gone") == after


def test_difference_names_the_word_that_changed():
    parts = difference("We meet on Monday at ten.", "We meet on Tuesday at ten.")

    assert [(part.kind, part.text) for part in parts] == [
        ("same", "We meet on "), ("gone", "Monday"), ("new", "Tuesday"), ("same", " at ten."),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["a b ", "word ", "ab\n", "x1 y2 z3 "])
def test_no_two_texts_take_long_to_compare(unit):
    before, after = (unit * 60_000)[:60_000], (unit[::-1] * 60_000)[:60_000]
    began = time.process_time()
    difference(before, after)

    assert time.process_time() - began < 2


def test_held_post_is_mended_and_not_edited(topic, author):
    held = reply_to_topic(author, topic.pk, content=DETAILS, origin=Origin.web(), idempotency_key="web:h")

    with pytest.raises(NotVisible):
        edit_post(author, held.pk, content="Something else.", version=0)
    assert mend_held_post(author, held.pk, content="Something else.").updates_count == 0


def test_moment_of_a_change_is_told_in_uk_time(answer, author, seen_by):
    edit_post(author, answer.pk, content="We have one.", version=0)
    answer.versions.update(replaced=timezone.now().replace(year=2026, month=7, day=1, hour=8, minute=5))

    assert "1 Jul 2026, 09:05" in seen_by(author).get(f"/posts/{ref('post', answer.pk)}/history/").content.decode()
