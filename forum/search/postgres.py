"""Full text by PostgreSQL's tsvector."""

import re

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from forum.models import Post

# No foreign key: the table belongs to no model, and a word without its post is found by nobody, as every search joins.
CREATE = "CREATE TABLE boards_post_words (post_id bigint PRIMARY KEY, words tsvector NOT NULL)"
CREATE_INDEX = "CREATE INDEX boards_post_words_gin ON boards_post_words USING gin(words)"


def index(post_id: int, title: str, body: str, files: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO boards_post_words(post_id, words) VALUES (%s, setweight(to_tsvector('english', %s), 'A') "
            "|| to_tsvector('english', %s) || setweight(to_tsvector('english', %s), 'C')) "
            "ON CONFLICT (post_id) DO UPDATE SET words = EXCLUDED.words",
            [post_id, title, body, files],
        )


def forget(post_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM boards_post_words WHERE post_id = %s", [post_id])


def matching(posts: QuerySet[Post], query: str) -> QuerySet[Post]:
    """All the words; the last one may be the beginning of a word."""
    *others, last = query.split()
    start = re.findall(r"\w+", last)
    asked, values = "plainto_tsquery('english', %s)", [last]
    if start:
        asked, values = f"({asked} || to_tsquery('english', %s))", [last, " & ".join([*start[:-1], f"{start[-1]}:*"])]
    if others:
        asked, values = f"plainto_tsquery('english', %s) && {asked}", [" ".join(others), *values]
    found = RawSQL(f"SELECT post_id FROM boards_post_words WHERE words @@ ({asked})", values)  # noqa: S608, S611
    return posts.filter(pk__in=found)
