"""Full text by SQLite's FTS5."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from forum.models import Post

CREATE = (
    "CREATE VIRTUAL TABLE boards_post_words USING fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')"
)


def index(post_id: int, title: str, body: str, files: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO boards_post_words(rowid, title, body) VALUES (%s, %s, %s)",
            [post_id, title, f"{body}\n{files}"],
        )


def forget(post_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM boards_post_words WHERE rowid = %s", [post_id])


def matching(posts: QuerySet[Post], query: str) -> QuerySet[Post]:
    """Each word quoted, so that no character is an operator; the last one may be the beginning of a word."""
    words = ['"' + word.replace('"', '""') + '"' for word in query.split()]
    expression = " ".join([*words[:-1], words[-1] + "*"])
    found = RawSQL("SELECT rowid FROM boards_post_words WHERE boards_post_words MATCH %s", [expression])
    return posts.filter(pk__in=found)
