"""Search behind one small interface, with a backend for each database. Who may see what is asked in the same SQL."""

from types import ModuleType

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Member
from forum.access import visible_posts
from forum.files.adopting import words_of_files
from forum.models import Attachment, Post
from forum.search import postgres, sqlite
from forum.search.wanted import LONGEST_QUERY, Wanted

__all__ = ["Wanted", "find", "forget", "index", "matching_posts"]


def backend() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def index(post: Post, *, has_files: bool = True) -> None:
    """Keep the post's words, and those of its files, findable; runs in the transaction that publishes it."""
    backend().index(post.pk, post.subject, post.content.raw, words_of_files(post) if has_files else "")


def forget(post: Post) -> None:
    """The post's words are found no more; runs in the transaction that takes it away."""
    backend().forget(post.pk)


def find(member: Member, query: str | Wanted, *, limit: int) -> QuerySet[Post]:
    """The newest posts that the member may read with all the words and filters of the search; none for an empty one.

    Newest by key: sorting thousands of hits by date would cost more than finding them.
    """
    wanted = query if isinstance(query, Wanted) else Wanted(words=" ".join(query.split())[:LONGEST_QUERY])
    posts = matching_posts(member, wanted).annotate(has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))))
    return posts.select_related("topic__forum__network", "poster").order_by("-pk")[:limit]


def matching_posts(member: Member, wanted: Wanted) -> QuerySet[Post]:
    """The same in no order, however many: of it the finds of a saved search are a part."""
    if wanted.is_empty:
        return Post.objects.none()
    posts = wanted.applied_to(visible_posts(member).filter(state=Post.State.PUBLISHED))
    return backend().matching(posts, wanted.words) if wanted.words else posts
