"""Filling the database: people, then topics and posts, then what was read of them. All of it, or nothing."""

import random
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts.models import Member
from config.reference import load_networks, load_services
from config.scale.people import DOMAIN, make_people
from config.scale.plan import plan_topics
from config.scale.posts import write_counts, write_posts, write_search_words, write_topics
from config.scale.reading import write_notifications, write_reading
from config.scale.table import next_pk
from config.scale.words import Writer
from forum.models import Post
from regions.models import Authority


class AlreadyThere(Exception):
    """The database has scale data: a second load would be no test of anything."""


def load_scale(
    *, members: int, topics: int, posts: int, seed: int, now: datetime, say: Callable[[str], object] = lambda _: None
) -> None:
    """Everything that the same seed and `now` give. Raises AlreadyThere; ValueError if the numbers do not fit."""
    if members < 1 or topics < 1 or posts < topics:
        raise ValueError("There must be at least one member and one topic, and a post for each topic.")
    if Member.objects.filter(email__endswith=f"@{DOMAIN}").exists():
        raise AlreadyThere
    started = time.monotonic()

    def tell(what: str) -> None:
        say(f"{time.monotonic() - started:6.1f} s  {what}")

    with transaction.atomic():
        _without_time_limit()
        load_networks()
        load_services()
        rng = random.Random(f"scale {seed}")  # noqa: S311
        people = make_people(rng, members, now)
        tell(f"{members:,} members")
        planned = plan_topics(rng, topics, posts, now, people)
        writer = Writer(seed, list(Authority.objects.order_by("name").values_list("name", flat=True)))
        tell("words and a plan")
        first_post = next_pk(Post)
        titles = write_topics(rng, writer, planned)
        tell(f"{topics:,} topics")
        write_posts(rng, writer, planned, titles, people)
        write_counts(planned)
        tell(f"{posts:,} posts")
        write_search_words(first_post)
        tell("words to search by")
        marks = write_reading(rng, planned, people, now)
        tell(f"{len(marks):,} marks of what was read")
        tell(f"{write_notifications(planned, people, marks, now):,} notifications")
    _look_at_the_tables()
    tell("done")


def _without_time_limit() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def _look_at_the_tables() -> None:
    """The database plans by what it knows of its tables; after a load like this it knows nothing yet."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
