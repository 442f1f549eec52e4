"""What a daily or weekly letter says of saved searches: read when it leaves, each post once."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from forum.models import Post, SavedSearch
from forum.saved_searches import own_searches, readable_hits
from regions.permissions import can_be_told_of_finds
from regions.standing import member_standing

SHOWN = 5


@dataclass(frozen=True)
class Finds:
    """The newest few posts of a search, and how many there are altogether."""

    search: SavedSearch
    posts: list[Post]
    number: int

    @property
    def left(self) -> int:
        return self.number - len(self.posts)


def finds_for(member: Member, rhythm: str, since: datetime, until: datetime) -> list[Finds]:
    """By search, what was found in this time and may be read now. Three queries, however much there is."""
    searches = list(own_searches(member).filter(letter=rhythm)) if can_be_told_of_finds(member_standing(member)) else []
    if not searches:
        return []
    hits = readable_hits(member).filter(search__in=searches, found__gte=since, found__lt=until)
    keys: dict[int, list[int]] = {search.pk: [] for search in searches}
    told: set[int] = set()
    for search_id, post_id in hits.order_by("-post__published", "-pk").values_list("search_id", "post_id"):
        if post_id not in told:
            told.add(post_id)
            keys[search_id].append(post_id)
    shown = {pk for found in keys.values() for pk in found[:SHOWN]}
    posts = Post.objects.select_related("topic__forum", "poster").in_bulk(shown)
    return [
        Finds(search, [posts[pk] for pk in keys[search.pk][:SHOWN] if pk in posts], len(keys[search.pk]))
        for search in searches if keys[search.pk]
    ]  # fmt: skip
