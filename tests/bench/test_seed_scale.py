"""The large invented database: what it says of itself is right, and it is the same for the same seed."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Max, Min

from accounts.models import Member
from accounts.selectors import member_for_address
from config.scale.loading import load_scale
from config.scale.words import LONGEST, SHORTEST
from forum import search
from forum.markup import render
from forum.models import Board, Post, ReadMark, Topic, TopicFollow
from forum.search import backend
from forum.streams import board_stream
from notifications.live.rights import member_stream
from notifications.models import Notification
from outbox.models import Event, Stream
from regions.models import Network
from screening import screen
from tests.factories import make_answer, make_topic

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NUMBERS = {"members": 90, "topics": 60, "posts": 900}

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> None:
    load_scale(**NUMBERS, seed=1, now=NOW)


def test_there_are_as_many_as_asked_for(filled):
    assert (Member.objects.count(), Topic.objects.count(), Post.objects.count()) == (90, 60, 900)


def test_what_topics_say_of_themselves_is_what_a_recount_finds(filled):
    found = Topic.objects.annotate(
        n=Count("posts"), last=Max("posts__number"), opened=Min("posts__pk"), newest=Max("posts__pk"),
        first_at=Min("posts__published"), last_at=Max("posts__published"),
    )  # fmt: skip
    right = found.filter(
        posts_count=F("n"), last_number=F("last"), first_post=F("opened"), last_post=F("newest"),
        last_post_on=F("last_at"), created=F("first_at"), approved=True,
    )  # fmt: skip
    assert right.count() == 60


def test_numbers_in_a_topic_have_no_gaps_and_follow_time(filled):
    for topic in Topic.objects.all():
        posts = list(topic.posts.order_by("published"))
        assert [post.number for post in posts] == list(range(1, len(posts) + 1))
        assert sorted(post.pk for post in posts) == [post.pk for post in posts]


def test_what_boards_and_their_streams_say_is_what_a_recount_finds(filled):
    for board in Board.objects.all():
        posts = Post.objects.filter(topic__forum=board)
        last = posts.order_by("pk").last()
        assert board.direct_posts_count == posts.count()
        assert board.direct_topics_count == board.topics.count()
        assert board.last_post_id == (last.pk if last else None)
        assert board.last_post_on == (last.published if last else None)
        told = list(Event.objects.filter(stream=board_stream(board.pk)).order_by("pk").values_list("seq", flat=True))
        assert told == list(range(1, posts.count() + 1))
        assert dict(Stream.objects.values_list("key", "seq")).get(board_stream(board.pk), 0) == len(told)


def test_nothing_is_left_for_a_worker_to_do(filled):
    assert not Event.objects.filter(handled=None).exists()


def test_the_members_streams_count_what_they_were_told(filled):
    told = Notification.objects.values("member").annotate(n=Count("pk"), last=Max("seq"))
    assert told
    streams = dict(Stream.objects.values_list("key", "seq"))
    assert all(row["n"] == row["last"] == streams[member_stream(row["member"])] for row in told)


def test_who_wrote_has_read_so_far_and_follows(filled):
    for topic in Topic.objects.all():
        last = {post.poster_id: post.number for post in topic.posts.order_by("number")}
        marks = dict(ReadMark.objects.filter(topic=topic).values_list("member", "number"))
        assert all(marks[member] >= number for member, number in last.items())
        assert set(TopicFollow.objects.filter(topic=topic).values_list("member", flat=True)) == set(last)
    assert not ReadMark.objects.filter(number__gt=F("topic__last_number")).exists()


def test_people_post_only_where_they_belong(filled):
    strangers = Post.objects.filter(topic__forum__network__kind=Network.Kind.REGION).exclude(
        poster__memberships__service__region=F("topic__forum__network")
    )
    assert not strangers.exists()


def test_texts_are_of_a_bearable_length_rendered_as_a_post_is_and_describe_no_child(filled):
    for post in Post.objects.all():
        assert SHORTEST <= len(post.content.raw) <= LONGEST
        assert post._content_rendered == render(post.content.raw)
        assert not screen(f"{post.subject}\n\n{post.content.raw}")


def test_every_post_can_be_found_by_its_words(filled):
    for post in (Post.objects.order_by("pk").first(), Post.objects.order_by("pk").last()):
        words = " ".join(post.content.raw.split(".")[0].replace(",", "").split()[:4])
        assert backend().matching(Post.objects.filter(pk=post.pk), words).exists()


def test_a_member_of_it_can_sign_in_search_and_answer_with_exact_counts(filled):
    topic = Topic.objects.filter(forum__slug="national", status=Topic.TOPIC_UNLOCKED).first()
    author = Member.objects.filter(memberships__status="current").first()
    before = topic.posts_count

    post = make_answer(author, topic, "Turnaround, quixotically.")
    topic.refresh_from_db()

    assert member_for_address(author.email) == author
    assert (post.number, topic.posts_count, topic.last_post_id) == (before + 1, before + 1, post.pk)
    assert [found.pk for found in search.find(author, "quixotically", limit=5)] == [post.pk]


def content() -> list[object]:
    members = Member.objects.order_by("email").values_list("email", "first_name", "memberships__service__slug")
    posts = Post.objects.order_by("pk").values_list(
        "topic__subject", "topic__forum__slug", "poster__email", "number", "published", "content", "author_line"
    )
    marks = ReadMark.objects.order_by("member__email", "topic__first_post").values_list("member__email", "number", "at")
    return [list(members), list(posts), list(marks), Notification.objects.count()]


def content_of(seed: int) -> list[object]:
    with transaction.atomic():
        load_scale(**NUMBERS, seed=seed, now=NOW)
        found = content()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_content_and_another_gives_other():
    first = content_of(1)

    assert content_of(1) == first
    assert content_of(2) != first


def test_it_is_added_to_what_is_there(board, author):
    there = make_topic(author, board)
    load_scale(**NUMBERS, seed=1, now=NOW)

    board.refresh_from_db()
    assert board.direct_posts_count == Post.objects.filter(topic__forum=board).count()
    assert board.last_post_id == there.first_post_id
    assert make_answer(author, there).number == 2


@pytest.mark.usefixtures("filled")
def test_a_second_load_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="there already"):
        call_command("seed_scale", members=5, topics=5, posts=5)


def test_production_refuses_it(settings):
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="embedded shape only"):
        call_command("seed_scale", members=5, topics=5, posts=5)
    assert not Member.objects.exists()


@pytest.mark.parametrize("wrong", [{"members": 0}, {"posts": 4}, {"now": "tomorrow"}])
def test_numbers_that_do_not_fit_are_refused_with_a_sentence(wrong):
    with pytest.raises(CommandError, match=r"must be"):
        call_command("seed_scale", **({"members": 5, "topics": 5, "posts": 5} | wrong))
