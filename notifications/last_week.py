"""«What would I have been sent last week?»: the same rules, asked of posts that have been."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Member
from forum.access import visible_boards, visible_posts
from forum.mail_wishes import OwnWishes, Rhythm, habits_of
from forum.models import Board, MailHabits, Topic
from forum.told import Told
from notifications.when import UK, after_quiet

Moments = dict[int, list[tuple[datetime, Told]]]


@dataclass(frozen=True)
class WouldHave:
    """Mails of the last seven days under one rhythm of the member's own networks; other choices as they are. `posts`
    are mails of posts: several of one topic within a few minutes, or in quiet hours, come as one.
    """

    rhythm: str
    posts: int
    daily: int
    weekly: int

    @property
    def mails(self) -> int:
        return self.posts + self.daily + self.weekly


def last_week(member: Member, *, now: datetime | None = None) -> list[WouldHave]:
    """One for each rhythm. One query for the posts, however many there were, one for their topics, one for boards."""
    since = (now or timezone.now()) - timedelta(days=7)
    posts = visible_posts(member).filter(published__gte=since).exclude(poster=member).order_by("published")
    moments: Moments = defaultdict(list)
    for topic_id, published, number in posts.values_list("topic_id", "published", "number"):
        moments[topic_id].append((published, Told.NEW_TOPIC if number == 1 else Told.ANSWER))
    topics = Topic.objects.select_related("forum__network").in_bulk(moments)
    boards, own, habits = list(visible_boards(member)), OwnWishes(member), habits_of(member)
    return [_count(own.imagine(rhythm), rhythm, moments, topics, boards, habits) for rhythm in Rhythm.values]


def _count(
    own: OwnWishes, rhythm: str, moments: Moments, topics: dict[int, Topic], boards: list[Board], habits: MailHabits
) -> WouldHave:
    mails, days = 0, set()
    weekly = any(own.about_board(board).rhythm == Rhythm.WEEKLY for board in boards)  # it comes after a quiet week too
    for topic_id, told in moments.items():
        wish, by_rhythm = own.about_topic(topics[topic_id]), defaultdict(list)
        for at, kind in told:
            by_rhythm[wish.of(kind).rhythm].append(at)
        mails += mails_of_topic(by_rhythm[Rhythm.EVERYTHING], habits)
        days |= {_letter_of(at, habits.at) for at in by_rhythm[Rhythm.DAILY]}
        weekly |= bool(by_rhythm[Rhythm.WEEKLY])
    return WouldHave(rhythm, mails, len(days) if own.digests else 0, int(weekly and own.digests))


def mails_of_topic(published: list[datetime], habits: MailHabits) -> int:
    """In how many mails these posts of one topic come: what `due_times` says of one after the other."""
    pause, undo = timedelta(seconds=settings.TOPIC_MAIL_SECONDS), timedelta(seconds=settings.UNDO_SECONDS)
    if not pause:
        return len(published)
    leaving: set[datetime] = set()
    last: datetime | None = None
    for due in (at + undo for at in sorted(published)):
        if last is None or last <= due - pause:
            last = due
        elif last < due:
            last += pause
        last = after_quiet(last, habits)
        leaving.add(last)
    return len(leaving)


def _letter_of(at: datetime, hour: time) -> date:
    """The day of the daily letter in which a post of this moment stands, by UK time."""
    local = timezone.localtime(at, UK)
    return local.date() + timedelta(days=local.time() >= hour)
