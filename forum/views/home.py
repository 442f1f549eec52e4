"""Home: what needs me, then what is new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Member
from forum.access import visible_topics
from forum.home_needs import needs_of
from forum.models import Topic
from forum.selectors import newest_topics
from regions.doors import why_suspended
from regions.permissions import can_read_anything
from regions.selectors import regions_with_representatives
from regions.standing import member_standing
from regions.tiles import tile_map

NEW_ON_HOME, NEW_OF_A_NETWORK = 30, 5


def home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Member):
        regions = regions_with_representatives()
        return render(request, "public/welcome.html", {"regions": regions, "map": tile_map(regions)})
    standing = member_standing(request.user)
    if not can_read_anything(standing):
        return render(request, "public/no_access.html", {"place": why_suspended(request.user)}, status=403)
    return render(request, "forum/home.html", {"news": _news(request.user), "needs": needs_of(request.user)})


def _news(member: Member) -> dict[int, list[Topic]]:
    """The newest topics of all boards that the member may read, by network; the first five of each. One query."""
    by_network: dict[int, list[Topic]] = {}
    for topic in newest_topics(visible_topics(member), member)[:NEW_ON_HOME]:
        rows = by_network.setdefault(topic.forum.network_id, [])
        if len(rows) < NEW_OF_A_NETWORK:
            rows.append(topic)
    return by_network


def about(request: HttpRequest) -> HttpResponse:
    """How to join, who reads what, and who answers for the data."""
    return render(request, "public/about.html", {"regions": regions_with_representatives()})
