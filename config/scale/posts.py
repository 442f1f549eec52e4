"""The planned topics as rows: topics, posts, where they came from, counts, streams and the words to search by."""

import random
from dataclasses import asdict
from datetime import datetime
from heapq import merge

from django.db.models import F, Q
from django.utils.text import slugify

from config.scale.people import People, Person
from config.scale.plan import PlannedTopic
from config.scale.table import Table, next_pk
from config.scale.words import Writer
from forum import search
from forum.events import PostPublished
from forum.models import Board, Post, PostOrigin, Topic
from forum.streams import board_stream
from outbox.models import Event, Stream
from outbox.record import newest_numbers

BY_EMAIL, ANSWERED, CLOSED = 0.35, 0.4, 0.02


def write_topics(rng: random.Random, writer: Writer, planned: list[PlannedTopic]) -> list[str]:
    """One row for each topic, with counts that its posts will come to. Returns the titles."""
    first_post, in_order, titles = next_pk(Post), _in_order(planned), []
    for pk, (_, place) in enumerate(in_order, start=first_post):
        planned[place].post_ids.append(pk)
    table = Table(
        Topic, "id", "forum_id", "poster_id", "subject", "slug", "kind", "state", "status", "type", "approved",
        "posts_count", "people_count", "last_number", "first_post_id", "last_post_id", "created", "last_post_on",
        "updated",
    )  # fmt: skip
    for pk, topic in enumerate(planned, start=next_pk(Topic)):
        size, topic.pk = len(topic.moments), pk
        topic.author_ids = [_author(rng, topic.authors, number).pk for number in range(size)]
        titles.append(title := writer.title())
        kind = rng.choices(list(Topic.Kind), [50, 36, 10, 4])[0]
        answered = size > 2 and kind == Topic.Kind.QUESTION and rng.random() < ANSWERED
        status = Topic.TOPIC_LOCKED if rng.random() < CLOSED else Topic.TOPIC_UNLOCKED
        table.add(
            pk, topic.board.pk, topic.author_ids[0], title, slugify(title)[:200], kind,
            Topic.State.ANSWERED if answered else Topic.State.OPEN, status, Topic.TOPIC_POST, True,
            size, len(set(topic.author_ids)), size, topic.post_ids[0], topic.post_ids[-1],
            topic.moments[0], topic.moments[-1], topic.moments[-1],
        )  # fmt: skip
    table.close()
    return titles


def _in_order(planned: list[PlannedTopic]) -> list[tuple[datetime, int]]:
    """All posts as they came in, each with the place of its topic: numbers of rows follow time, as in life."""
    return list(merge(*([(moment, place) for moment in topic.moments] for place, topic in enumerate(planned))))


def _author(rng: random.Random, authors: list[Person], number: int) -> Person:
    """The first of those taking part opens the topic, and all of them speak more often the earlier they joined."""
    return authors[0] if number == 0 else authors[int(len(authors) * rng.random() ** 1.7)]


def write_posts(
    rng: random.Random, writer: Writer, planned: list[PlannedTopic], titles: list[str], people: People
) -> None:
    """The posts in the order in which they came, their events with each board's next number, and their words."""
    posts = Table(
        Post, "id", "topic_id", "poster_id", "subject", "content", "_content_rendered", "approved", "number", "state",
        "published", "created", "updated", "idempotency_key", "author_line",
    )  # fmt: skip
    origins = Table(PostOrigin, "post_id", "kind", "message_id")
    events = Table(Event, "name", "payload", "stream", "seq", "created", "next_try", "handled")
    persons = {person.pk: person for person in people.everybody}
    streams = newest_numbers([board_stream(pk) for pk in Board.objects.values_list("pk", flat=True)])
    numbers = [0] * len(planned)
    for moment, place in _in_order(planned):
        topic, number = planned[place], numbers[place]
        numbers[place] += 1
        pk, author = topic.post_ids[number], persons[topic.author_ids[number]]
        text = writer.answer(author.first_name) if number else writer.opening(author.first_name)
        posts.add(
            pk, topic.pk, author.pk, titles[place], text.raw, text.html, True, number + 1, Post.State.PUBLISHED,
            moment, moment, moment, f"scale:{pk}", author.line,
        )  # fmt: skip
        if rng.random() < BY_EMAIL:
            origins.add(pk, "email", f"<scale.{pk}@mail.example>")
        streams[stream := board_stream(topic.board.pk)] += 1
        told = asdict(PostPublished(post_id=pk, topic_id=topic.pk, board_id=topic.board.pk))
        events.add(PostPublished.__name__, told, stream, streams[stream], moment, moment, moment)
    for table in (posts, origins, events):
        table.close()
    set_streams(streams)


def set_streams(numbers: dict[str, int]) -> None:
    Stream.objects.bulk_create(
        [Stream(key=key, seq=seq) for key, seq in numbers.items() if seq],
        update_conflicts=True, unique_fields=["key"], update_fields=["seq"],
    )  # fmt: skip


def write_counts(planned: list[PlannedTopic]) -> None:
    """What each board says of itself: added to what it had."""
    for board in {topic.board.pk: topic.board for topic in planned}.values():
        own = [topic for topic in planned if topic.board.pk == board.pk]
        last = max(own, key=lambda topic: topic.post_ids[-1])
        rows = Board.objects.filter(pk=board.pk)
        rows.update(
            direct_posts_count=F("direct_posts_count") + sum(len(topic.post_ids) for topic in own),
            direct_topics_count=F("direct_topics_count") + len(own),
        )
        later = Q(last_post_on=None) | Q(last_post_on__lte=last.moments[-1])
        rows.filter(later).update(last_post=last.post_ids[-1], last_post_on=last.moments[-1])


def write_search_words(first_post: int) -> None:
    """The same door as for a post of today, so that search finds the one like the other."""
    for post in Post.objects.filter(pk__gte=first_post).only("subject", "content").iterator(chunk_size=2_000):
        search.index(post)
