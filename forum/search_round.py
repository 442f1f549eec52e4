"""What is new for the saved searches: asked by the timetable, of the posts since the last time alone.

Each post is found once for each search, however often a round is repeated or killed: the find and the event that tells
it are one transaction. A round looks back a little behind its mark, for posts whose transaction ended late.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from forum.events import SearchFound
from forum.models import Post, SavedSearch, SearchHit, SearchMark
from forum.saved_searches import wanted_of
from forum.search import matching_posts
from outbox.record import record
from regions.permissions import can_be_told_of_finds
from regions.standing import give_standings, member_standing

log = structlog.get_logger(__name__)
LOOKS_BACK = timedelta(minutes=10)
LONGEST = timedelta(days=31)  # after a pause no round reaches back further
AT_ONCE = 500
HITS_KEPT = timedelta(days=62)  # longer than the longest time between two weekly letters, and than a round looks back


def tell_of_finds(*, now: datetime | None = None) -> int:
    """Returns how many searches found something. Posts that may still be undone wait for a later round."""
    now = now or timezone.now()
    mark, _ = SearchMark.objects.get_or_create(pk=1, defaults={"until": now})
    until = now - timedelta(seconds=settings.UNDO_SECONDS)
    found, failed = 0, False
    for keys in _new_posts(max(mark.until - LOOKS_BACK, now - LONGEST), until):
        for search in _searches():
            try:
                found += _look(search, keys)
            except Exception:
                log.exception("a saved search failed", search=search.pk)
                failed = True
    if not failed:
        SearchMark.objects.filter(pk=1, until__lt=until).update(until=until)
    return found


def forget_old_finds(*, now: datetime | None = None) -> int:
    """At night."""
    return SearchHit.objects.filter(found__lt=(now or timezone.now()) - HITS_KEPT).delete()[0]


def _new_posts(since: datetime, until: datetime) -> Iterator[list[int]]:
    """Keys of what was published in this time, some at once. By their topics' last word, which is indexed."""
    posts = Post.objects.filter(
        topic__approved=True, topic__last_post_on__gte=since, approved=True, state=Post.State.PUBLISHED,
        published__gte=since, published__lt=until,
    )  # fmt: skip
    keys = list(posts.order_by("published", "pk").values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        yield keys[first : first + AT_ONCE]


def _searches() -> list[SavedSearch]:
    """Those that tell something, of members who may be told today. Two queries."""
    wanted = SavedSearch.objects.filter(Q(bell=True) | ~Q(letter=""), member__is_active=True)
    searches = list(wanted.select_related("member").order_by("member_id", "pk"))
    give_standings([search.member for search in searches])
    return [search for search in searches if can_be_told_of_finds(member_standing(search.member))]


def _found(member: Member, search: SavedSearch, keys: list[int]) -> QuerySet[Post]:
    """Through the search's own queryset, rights and all; never the member's own posts, and none a second time."""
    posts = matching_posts(member, wanted_of(search)).filter(pk__in=keys, published__gt=search.since)
    return posts.exclude(poster=member).exclude(pk__in=SearchHit.objects.filter(search=search).values("post_id"))


def _look(search: SavedSearch, keys: list[int]) -> bool:
    """Without a lock unless there is something."""
    return _found(search.member, search, keys).exists() and _keep(search, keys)


@transaction.atomic
def _keep(search: SavedSearch, keys: list[int]) -> bool:
    """Asked again under the lock: another worker may have kept them, and the member may have changed the search."""
    row = SavedSearch.objects.select_for_update().filter(pk=search.pk).first()
    if row is None or not row.tells:
        return False
    posts = _found(search.member, row, keys).order_by("published", "pk").values_list("pk", flat=True)
    now = timezone.now()
    hits = SearchHit.objects.bulk_create(SearchHit(search=row, post_id=pk, found=now) for pk in posts)
    if hits:
        record(SearchFound(search_id=row.pk, member_id=row.member_id, hit_id=hits[0].pk))
    return bool(hits)
