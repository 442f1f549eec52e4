"""The files under posts on a page: one query for all of them, and none where no post of the page has any."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member
from forum.models import Attachment, Post, RefusedFile

HAS_FILES = Exists(Attachment.objects.filter(post=OuterRef("pk"))) | Exists(
    RefusedFile.objects.filter(post=OuterRef("pk"))
)


def with_files(posts: QuerySet[Post], reader: Member) -> list[Any]:
    """The posts (of a queryset with `has_files`), each with its `files`, and, for its own author alone, with those that
    were not taken, as `files_left_out`.
    """
    found: list[Any] = list(posts)
    of_posts = [post.pk for post in found if post.has_files]
    left_out: dict[int, list[Any]] = {}
    files = _by_post(Attachment.objects.defer("words", "rules"), of_posts)
    if any(post.has_files and post.poster_id == reader.pk for post in found):
        left_out = _by_post(RefusedFile.objects.filter(owner=reader), of_posts)
    for post in found:
        post.files, post.files_left_out = files.get(post.pk, []), left_out.get(post.pk, [])
    return found


def _by_post(rows: QuerySet[Any], posts: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows.filter(post__in=posts).order_by("pk") if posts else ():
        found.setdefault(row.post_id, []).append(row)
    return found
