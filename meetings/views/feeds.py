"""The page of a member's calendar address, and what a calendar gets there."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from meetings.actions.end_calendar_feed import end_calendar_feed
from meetings.actions.reset_calendar_feed import reset_calendar_feed
from meetings.feeds import network_calendar, own_calendar, whose
from meetings.models import CalendarFeed
from regions.doors import MemberRequest, allowed_page
from regions.models import Network
from regions.permissions import Reason, can_read_anything, can_see_meeting
from regions.standing import member_standing


@allowed_page("see_calendar_feed", can_read_anything, Reason.NOT_A_MEMBER)
def calendar(request: MemberRequest) -> HttpResponse:
    """The address is shown once, when it is made: afterwards nobody can look it up."""
    secret = ""
    if request.method == "POST" and request.POST.get("do") == "end":
        end_calendar_feed(request.user)
        messages.success(request, "The address is gone. Calendars that asked there get nothing more.")
        return redirect("calendar")
    if request.method == "POST":
        secret = reset_calendar_feed(request.user)
    who = member_standing(request.user)
    networks = [one for one in Network.objects.filter(closed=None) if can_see_meeting(who, one)]
    context = {
        "own": settings.SITE_URL + reverse("calendar_feed", args=[secret]) if secret else "",
        "others": [
            (one, settings.SITE_URL + reverse("network_feed", args=[secret, one.slug])) for one in networks if secret
        ],
        "feed": CalendarFeed.objects.filter(member=request.user).first(),
    }
    return render(request, "meetings/calendar.html", context)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    member = whose(secret)
    if member is None:
        raise Http404
    return _calendar(own_calendar(member))


@require_safe
def network_feed(request: HttpRequest, secret: str, slug: str) -> HttpResponse:
    member = whose(secret)
    found = network_calendar(member, slug) if member is not None else None
    if found is None:
        raise Http404
    return _calendar(found)


def _calendar(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
