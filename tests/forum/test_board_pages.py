"""A board's page: which topics, in what order, and what a row says."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refs import ref
from forum.actions.set_tags import set_tags
from forum.models import ReadMark, Topic
from forum.selectors import TOPICS_A_PAGE, unread_by_board
from forum.topic_list import Sort
from tests.factories import make_answer, make_board, make_topic


def titles(browser, board, query=""):
    return [topic.subject for topic in browser.get(f"/boards/{board.slug}/?{query}").context["topics"]]


@pytest.fixture
def four(board, author, follower, rep):
    """Asked in this order: quiet, answered by two, closed, pinned."""
    made = {
        name: make_topic(author if name != "closed" else follower, board, title=name)
        for name in ("quiet", "busy", "closed", "pinned")
    }
    for member, text in ((follower, "One."), (rep, "Two."), (follower, "Three.")):
        make_answer(member, made["busy"], text)
    Topic.objects.filter(pk=made["closed"].pk).update(status=Topic.TOPIC_LOCKED, kind=Topic.Kind.DISCUSSION)
    Topic.objects.filter(pk=made["pinned"].pk).update(type=Topic.TOPIC_STICKY)
    now = timezone.now()
    for age, name in enumerate(("pinned", "closed", "busy", "quiet")):
        Topic.objects.filter(pk=made[name].pk).update(
            created=now - timedelta(hours=age), last_post_on=now - timedelta(hours=age)
        )
    return made


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["pinned", "closed", "busy", "quiet"]),
        ("sort=newest", ["pinned", "closed", "busy", "quiet"]),
        ("sort=answers", ["pinned", "busy", "closed", "quiet"]),
        ("sort=unanswered", ["pinned", "quiet", "closed"]),
        ("kind=discussion", ["closed"]),
        ("state=closed", ["closed"]),
        ("state=open", ["pinned", "busy", "quiet"]),
        ("state=answered", []),
        ("mine=1", ["closed", "busy"]),
        ("unread=1", ["pinned", "busy", "quiet"]),
        ("sort=nonsense&kind=x&state=y&unread=z&after=q", ["pinned", "closed", "busy", "quiet"]),
        ("sort=answers&mine=1", ["busy", "closed"]),
    ],
)
def test_board_shows_what_its_address_asks_for(four, board, follower, seen_by, query, shown):
    ReadMark.objects.filter(member=follower, topic=four["busy"]).update(number=2)
    assert titles(seen_by(follower), board, query) == shown


def test_row_says_how_many_people_took_part_and_who_had_the_last_word(four, board, follower, author, seen_by):
    page = seen_by(follower).get(f"/boards/{board.slug}/").content.decode()

    four["busy"].refresh_from_db()
    assert four["busy"].people_count == 3
    assert "3 people" in page
    assert f"{follower.short_name} answered" in page


def test_filter_that_finds_nothing_says_so_and_leads_back(four, board, follower, seen_by):
    page = seen_by(follower).get(f"/boards/{board.slug}/?state=answered").content.decode()

    assert "No topic is like that." in page
    assert "Start the first topic" not in page


@pytest.mark.parametrize("sort", Sort.values)
def test_every_topic_is_on_exactly_one_page_in_each_order(board, author, follower, seen_by, sort):
    number = TOPICS_A_PAGE * 2 + 3
    for turn in range(number):
        make_topic(author, board, title=f"Topic {turn:02}")
    Topic.objects.filter(subject__in=["Topic 03", "Topic 11"]).update(type=Topic.TOPIC_STICKY)
    Topic.objects.filter(subject__endswith="5").update(created=timezone.now(), last_post_on=timezone.now())
    browser, query, seen, costs = seen_by(follower), f"sort={sort}", [], []
    for _ in range(5):
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(f"/boards/{board.slug}/?{query}").context["page"]
        seen += [topic.subject for topic in page.topics]
        costs.append(len(queries))
        if not page.older:
            break
        query = page.older

    assert len(seen) == len(set(seen)) == number
    assert set(seen[:2]) == {"Topic 03", "Topic 11"}
    assert len(costs) == 3
    assert all(one == other for one, other in pairwise(costs))


def test_index_of_boards_counts_what_is_unread_on_each(board, north_west, author, follower, seen_by):
    quiet = make_board(north_west, slug="north-west-quiet")
    make_topic(author, board, title="First")
    make_topic(author, board, title="Second")

    assert unread_by_board(follower) == {board.pk: 2}
    page = seen_by(follower).get("/boards/").content.decode()
    assert page.count("2 unread") == 1
    assert quiet.name in page


def test_board_of_another_region_gives_no_filter_and_no_tag(board, topic, author, londoner, seen_by):
    set_tags(author, topic.pk, names=["Zanzibarine"])

    for path in (
        f"/boards/{board.slug}/?tag=zanzibarine",
        "/networks/north-west/tags/",
        "/networks/north-west/tags/zanzibarine/",
    ):
        response = seen_by(londoner).get(path)
        assert response.status_code == 404
        assert b"anzibarine" not in response.content.replace(path.encode(), b"")


def test_head_of_a_topic_without_answers_invites_the_first(topic, follower, seen_by):
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()

    assert "no answer yet" in page
    assert "0 answers" not in page
    assert 'href="#answer">Be the first to answer' in page


def test_member_of_one_region_has_no_way_to_tags_of_a_shared_boards_neighbours(
    north_west, board, author, londoner, seen_by
):
    shared = make_board(north_west, slug="north-west-shared", readers="members")
    open_topic, closed_topic = make_topic(author, shared, title="Open"), make_topic(author, board, title="Own")
    set_tags(author, open_topic.pk, names=["for everybody"])
    set_tags(author, closed_topic.pk, names=["only ours"])

    page = seen_by(londoner).get("/networks/north-west/tags/").content.decode()
    assert "for everybody" in page
    assert "only ours" not in page
    assert seen_by(londoner).get("/networks/north-west/tags/only-ours/").status_code == 404
