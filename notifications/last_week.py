"""«What would I have been sent last week?»: the same rule, asked of posts that have been."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import Member
from forum.access import visible_posts
from forum.mail_wishes import OwnWishes, Rhythm
from forum.models import Topic


@dataclass(frozen=True)
class WouldHave:
    """Mails of the last seven days under one rhythm of the member's own networks; other choices as they are."""

    rhythm: str
    posts: int
    daily: int
    weekly: int

    @property
    def mails(self) -> int:
        return self.posts + self.daily + self.weekly


def last_week(member: Member, *, now: datetime | None = None) -> list[WouldHave]:
    """One for each rhythm. One query for the posts, however many there were, and one for their topics."""
    since = (now or timezone.now()) - timedelta(days=7)
    posts = visible_posts(member).filter(published__gte=since).exclude(poster=member).order_by()
    counted = list(posts.values_list("topic_id", TruncDate("published")).annotate(Count("pk")))
    topics = Topic.objects.select_related("forum__network").in_bulk({topic for topic, _, _ in counted})
    own = OwnWishes(member)
    return [_count(own.imagine(rhythm), rhythm, counted, topics) for rhythm in Rhythm.values]


def _count(own: OwnWishes, rhythm: str, counted: list[tuple[int, object, int]], topics: dict[int, Topic]) -> WouldHave:
    posts, days, weekly = 0, set(), False
    for topic_id, day, number in counted:
        wish = own.about_topic(topics[topic_id]).rhythm
        posts += number if wish == Rhythm.EVERYTHING else 0
        weekly |= wish == Rhythm.WEEKLY
        if wish == Rhythm.DAILY:
            days.add(day)
    return WouldHave(rhythm, posts, len(days) if own.digests else 0, int(weekly and own.digests))
