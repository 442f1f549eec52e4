"""What a person has been told."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Member
from forum.access import scope_filter, topic_filter
from forum.models import Matter, Post, ReadMark, Reminder, SavedSearch
from forum.saved_searches import readable_hits
from meetings.access import visible_meetings
from notifications.models import Notification
from regions.permissions import reading_scope
from regions.standing import member_standing

ABOUT_POSTS = (Notification.Kind.NEW_TOPIC, Notification.Kind.ANSWER, Notification.Kind.MENTION)
ABOUT_READERS = (Notification.Kind.READERS, Notification.Kind.MOVED, Notification.Kind.MOVED_AWAY)
ABOUT_MEETINGS = (
    Notification.Kind.MTG_PROPOSED, Notification.Kind.MTG_DATES, Notification.Kind.MTG_FIXED,
    Notification.Kind.MTG_CHANGED, Notification.Kind.MTG_OFFER, Notification.Kind.MTG_OFF,
    Notification.Kind.MINUTES, Notification.Kind.ACTION_DUE,
)  # fmt: skip
# They ask for nothing: after a while they are old.
NEWS = (
    Notification.Kind.ACCEPTED, Notification.Kind.CLOSED, Notification.Kind.APPROVED, *ABOUT_READERS, *ABOUT_MEETINGS,
)  # fmt: skip
# About something that is neither post, topic nor board; their lines name nothing.
OF_THINGS = (Notification.Kind.REQUEST, Notification.Kind.APPLICATION, Notification.Kind.MEMBERSHIP)
NEWS_FOR = timedelta(days=14)
MOST_COUNTED = 100  # the bell says «99+» then: who has not been here for a year waits for no long count
PLAIN = (Notification.Kind.REMOVED, Notification.Kind.REPORT_DONE, Notification.Kind.PASSED_ON)
UNSETTLED = (Post.State.HELD, Post.State.WAITING, Post.State.RETURNED)


def notifications_for(member: Member) -> QuerySet[Any]:
    """Newest first, each with `is_read`, without what the member may no longer read."""
    told = told_to(member).annotate(is_read=~_is_unread(member), finds=Subquery(_number_of_finds(member)))
    beside = ("topic__forum__network", "post__poster", "board__network", "search", "meeting__network")
    return told.exclude(kind=Notification.Kind.FOUND, finds=None).select_related(*beside).order_by("-seq")


def unread_for_the_bell(member: Member, *, now: datetime | None = None) -> QuerySet[Any, Any]:
    """One row for each that is unread, and no more than the bell counts."""
    return told_to(member).filter(_is_unread(member, now), read=None).order_by().values("pk")[:MOST_COUNTED]


def unread_count(member: Member) -> int:
    return unread_for_the_bell(member).count()


def told_to(member: Member) -> QuerySet[Notification]:
    """By joins, not by a list of readable posts: that list has every post in it. Own held posts count as one's own."""
    readable = topic_filter(reading_scope(member_standing(member)), "topic__")
    post = Q(post__approved=True, topic__approved=True) | Q(post__poster=member)
    post |= Q(kind__in=PLAIN)
    told = (readable & post) | Q(kind__in=(Notification.Kind.TO_DECIDE, *OF_THINGS)) | _told_of_readers(member)
    told |= Q(kind__in=ABOUT_MEETINGS, meeting__in=visible_meetings(member).order_by().values("pk"))
    return Notification.objects.filter(told, member=member)


def _told_of_readers(member: Member) -> Q:
    """Of a board or a topic that the member reads; or, without a name, of one that was moved out of their sight."""
    scope = reading_scope(member_standing(member))
    board = Q(kind=Notification.Kind.READERS) & scope_filter(scope, "board__")
    topic = Q(kind=Notification.Kind.MOVED, topic__approved=True) & topic_filter(scope, "topic__")
    return board | topic | Q(kind=Notification.Kind.MOVED_AWAY)


def _finds(member: Member) -> QuerySet[Any]:
    """What the search of a notification has found from its moment on, and may be read."""
    return readable_hits(member).filter(search=OuterRef("search"), found__gte=OuterRef("created"))


def _number_of_finds(member: Member) -> QuerySet[Any]:
    """As long as it is not read, what is found later counts with it. The notification stands on the first of these
    posts, so that the bell of every page asks no more than for any other.
    """
    until = Coalesce(OuterRef("read"), timezone.now())
    finds = _finds(member).filter(Q(found__lt=until) | Q(found=OuterRef("created")))
    return finds.order_by().values("search").annotate(number=Count("pk")).values("number")


def unread_finds(member: Member, search: SavedSearch) -> QuerySet[Notification]:
    """The notification of the search that is not read yet, if there is one."""
    return told_to(member).filter(_is_unread(member), search=search, kind=Notification.Kind.FOUND)


def _is_unread(member: Member, now: datetime | None = None) -> Q:
    """No second book is kept: who has read a topic as far as the post, by whatever way, has read the notification, and
    a matter that was decided or a reminder that was done needs nobody any more. What the member marked as unread stays
    so until it is opened.
    """
    mark = ReadMark.objects.filter(member=member, topic=OuterRef("topic"), number__gte=OuterRef("post__number"))
    find = Q(kind=Notification.Kind.FOUND, post__state=Post.State.PUBLISHED)
    about_post = (Q(kind__in=ABOUT_POSTS) | find) & ~Q(Exists(mark))
    news = Q(kind__in=NEWS, created__gt=(now or timezone.now()) - NEWS_FOR)
    matter = Matter.objects.filter(post=OuterRef("post"), outcome="")
    to_decide = Q(kind=Notification.Kind.TO_DECIDE) & Q(Exists(matter))
    own = Q(kind__in=(Notification.Kind.HELD, Notification.Kind.RETURNED), post__state__in=UNSETTLED)
    reminder = Reminder.objects.filter(member=member, topic=OuterRef("topic"), told__isnull=False)
    not_done = Q(kind=Notification.Kind.REMINDER) & Q(Exists(reminder))
    return Q(read=None) & (
        Q(kept=True) | about_post | to_decide | own | not_done | news | Q(kind__in=(*PLAIN, *OF_THINGS))
    )
