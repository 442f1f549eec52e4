"""The one way to reach a board, a topic or a post: on somebody's behalf. What they may not see does not exist."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from accounts.models import Member
from forum.models import AskedRegion, Attachment, Board, Post, SavedSearch, Topic
from regions.permissions import ReadingScope, can_read_anything, reading_scope
from regions.standing import member_standing

M = TypeVar("M", bound=Model)


class NotVisible(Http404):
    """It does not exist, or not for this person: the answer is the same."""


def scope_filter(scope: ReadingScope, prefix: str = "") -> Q:
    """`reading_scope` as a condition in the SQL, for rows that reach a board by `prefix`."""
    readable = Q(**{f"{prefix}network_id__in": scope.network_ids}) | Q(**{f"{prefix}network__kind__in": scope.kinds})
    return readable | Q(**{f"{prefix}readers": Board.Readers.MEMBERS}) if scope.shared else readable


def topic_filter(scope: ReadingScope, prefix: str = "") -> Q:
    """The same for rows that reach a topic by `prefix`: on a board that the person reads, or one whose question their
    region took on.
    """
    readable = scope_filter(scope, f"{prefix}forum__")
    if not scope.region_ids:
        return readable
    taken = AskedRegion.objects.filter(state=AskedRegion.State.ACCEPTED, region__in=scope.region_ids)
    return readable | Q(**{f"{prefix}pk__in": taken.order_by().values("topic")})


def visible_boards(member: Member | None) -> QuerySet[Board]:
    return Board.objects.filter(scope_filter(reading_scope(member_standing(member)))).select_related("network")


def visible_topics(member: Member | None) -> QuerySet[Topic]:
    return Topic.objects.filter(topic_filter(reading_scope(member_standing(member))), approved=True)


def visible_posts(member: Member | None) -> QuerySet[Post]:
    """The published posts of readable boards. One queryset serves pages, search, counts, sockets and mail alike."""
    readable = topic_filter(reading_scope(member_standing(member)), "topic__")
    return Post.objects.filter(readable, approved=True, topic__approved=True)


def own_or_visible_posts(member: Member) -> QuerySet[Post]:
    """The same, and what the member wrote that is held: for themselves alone."""
    readable = topic_filter(reading_scope(member_standing(member)), "topic__")
    return Post.objects.filter(readable & (Q(approved=True, topic__approved=True) | Q(poster=member)))


def get_board_for(member: Member | None, slug: str) -> Board:
    """Raises NotVisible."""
    return _only(visible_boards(member).filter(slug=slug))


def get_board_by_id(member: Member, pk: int, *, lock: bool = False) -> Board:
    """Raises NotVisible. With `lock` the row is held until the transaction ends."""
    boards = visible_boards(member).filter(pk=pk)
    return _only(boards.select_for_update(of=("self",)) if lock else boards)


def get_topic_for(member: Member | None, pk: int, *, lock: bool = False) -> Topic:
    """Raises NotVisible. With `lock` the row is held until the transaction ends."""
    topics = visible_topics(member).filter(pk=pk).select_related("forum__network")
    return _only(topics.select_for_update(of=("self",)) if lock else topics)


def get_post_for(member: Member | None, pk: int, *, lock: bool = False) -> Post:
    """Raises NotVisible. With `lock` its topic and then the post itself are held until the transaction ends."""
    if lock:
        topic = visible_posts(member).filter(pk=pk).values("topic_id")
        list(Topic.objects.select_for_update().filter(pk__in=topic).values_list("pk"))
    posts = visible_posts(member).filter(pk=pk).select_related("topic__forum__network", "poster")
    return _only(posts.select_for_update(of=("self",)) if lock else posts)


def get_held_post_of(author: Member, pk: int, *, lock: bool = False) -> Post:
    """A post of the author's own that was held. Raises NotVisible."""
    posts = Post.objects.filter(poster=author, pk=pk, approved=False).exclude(state=Post.State.PUBLISHED)
    posts = posts.select_related("topic__forum__network")
    return _only(posts.select_for_update(of=("self",)) if lock else posts)


def get_file_for(member: Member, pk: int) -> Attachment:
    """A file as its post is read; one that is held, or not posted yet, by its owner alone. Raises NotVisible."""
    shown = Q(post__state=Post.State.PUBLISHED) | Q(
        post__poster=member
    )  # a withdrawn one keeps its place, not its files
    of_posts = shown & Q(post__in=own_or_visible_posts(member).values("pk"))
    own = Q(post=None, owner=member) if can_read_anything(member_standing(member)) else Q(pk=None)
    return _only(Attachment.objects.filter(of_posts | own, pk=pk).defer("words"))


def get_saved_search_of(member: Member, pk: int, *, lock: bool = False) -> SavedSearch:
    """A search of the member's own. Raises NotVisible."""
    searches = SavedSearch.objects.filter(member=member, pk=pk)
    return _only(searches.select_for_update(of=("self",)) if lock else searches)


def _only(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotVisible
    return found
