"""What the boards have that waits for a member: sources of their home (`forum/home_needs.py`)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Member
from forum.access import scope_filter, visible_topics
from forum.asking import waiting_for
from forum.home_needs import as_need
from forum.matters import open_matters_for
from forum.models import Ballot, Poll, Post, Reminder, Topic
from regions.permissions import may_write, voting_scope
from regions.standing import member_standing

UNANSWERED_SINCE = timedelta(days=30)


def held_post(member: Member) -> QuerySet[Any]:
    """Posts of mine that are held, or were returned to me."""
    rows = Post.objects.filter(poster=member, state__in=(Post.State.HELD, Post.State.RETURNED))
    return as_need(rows, "held_post", words="subject", moment="created")


def to_decide(member: Member) -> QuerySet[Any] | None:
    """Held and reported posts that wait for my decision, for who may decide."""
    standing = member_standing(member)
    if not (standing.represents or standing.covers or standing.is_executive):
        return None
    rows = open_matters_for(member).prefetch_related(None).select_related(None)
    return as_need(
        rows, "to_decide", thing="post_id", words="post__topic__forum__name", person="post__poster", moment="opened"
    )


def asked_region(member: Member) -> QuerySet[Any] | None:
    """Other regions' questions that wait for an answer of mine, for my region."""
    rows = waiting_for(member)
    if rows is None:
        return None
    return as_need(rows, "asked_region", words="topic__subject", person="topic__poster", moment="asked")


def reminder(member: Member) -> QuerySet[Any]:
    """Topics whose day has come, as long as I may read them."""
    readable = visible_topics(member).order_by().values("pk")
    rows = Reminder.objects.filter(member=member, told__isnull=False, topic__in=readable)
    return as_need(rows, "reminder", thing="topic_id", words="topic__subject", moment="told")


def poll(member: Member) -> QuerySet[Any] | None:
    """Open polls that I may answer and have not, the one that closes first on top; for who may write."""
    standing = member_standing(member)
    if not may_write(standing):
        return None
    answered = Exists(Ballot.objects.filter(member=member, poll=OuterRef("pk")))
    rows = Poll.objects.filter(
        scope_filter(voting_scope(standing), "topic__forum__"), ~answered,
        closes__gt=timezone.now(), topic__approved=True, topic__status=Topic.TOPIC_UNLOCKED, topic__forum__closed=None,
        topic__forum__network__closed=None,
    )  # fmt: skip
    return as_need(rows, "poll", thing="topic_id", words="question", moment="closes")


def unanswered(member: Member) -> QuerySet[Any]:
    """Questions of my own region and groups that nobody has answered, of the last month; not my own."""
    standing = member_standing(member)
    rows = visible_topics(member).filter(
        forum__network_id__in=standing.region_ids | standing.group_ids, posts_count=1, state=Topic.State.OPEN,
        kind__in=(Topic.Kind.QUESTION, Topic.Kind.REQUEST), created__gte=timezone.now() - UNANSWERED_SINCE,
    ).exclude(poster=member)  # fmt: skip
    return as_need(rows, "unanswered", words="subject", person="poster", moment="created")
