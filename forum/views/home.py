"""Home: what needs me, then what is new."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import Member
from forum.access import visible_topics
from forum.models import Post, Topic
from forum.moderation import waiting_posts_for
from forum.selectors import newest_topics
from regions.doors import why_suspended
from regions.joining import waiting_applications
from regions.permissions import can_read_anything, can_see_applications
from regions.selectors import regions_with_representatives
from regions.standing import member_standing
from regions.tiles import tile_map

NEW_ON_HOME, NEEDS_ON_HOME = 15, 5


def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Member):
        regions = regions_with_representatives()
        return render(request, "public/welcome.html", {"regions": regions, "map": tile_map(regions)})
    standing = member_standing(request.user)
    if not can_read_anything(standing):
        return render(request, "public/no_access.html", {"place": why_suspended(request.user)}, status=403)
    topics = list(newest_topics(visible_topics(request.user), request.user)[:NEW_ON_HOME])
    return render(request, "forum/home.html", {"topics": topics, "needs": _needs(request.user)})


def _needs(member: Member) -> dict[str, list]:
    """Unanswered questions of my own networks, what of mine is held, and what waits for my decision."""
    standing = member_standing(member)
    own = standing.region_ids | standing.group_ids
    unanswered = visible_topics(member).filter(
        forum__network_id__in=own, posts_count=1, state=Topic.State.OPEN,
        kind__in=(Topic.Kind.QUESTION, Topic.Kind.REQUEST), created__gte=timezone.now() - timedelta(days=30),
    ).exclude(poster=member)  # fmt: skip
    held = Post.objects.filter(poster=member, state__in=(Post.State.HELD, Post.State.RETURNED))
    return {
        "unanswered": list(unanswered.select_related("forum__network", "poster").order_by("created")[:NEEDS_ON_HOME]),
        "held": list(held.select_related("topic__forum").order_by("created")[:NEEDS_ON_HOME]),
        "applications": list(waiting_applications(member)[:NEEDS_ON_HOME]) if can_see_applications(standing) else [],
        "waiting": list(waiting_posts_for(member).filter(state=Post.State.WAITING)[:NEEDS_ON_HOME])
        if standing.represents or standing.is_executive
        else [],
    }


def about(request: HttpRequest) -> HttpResponse:
    """How to join, who reads what, and who answers for the data."""
    return render(request, "public/about.html", {"regions": regions_with_representatives()})
