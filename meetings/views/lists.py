"""A person's meetings, and those of one network."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.views.networks import get_network_for
from meetings.access import visible_meetings
from meetings.minutes.overdue import overdue
from meetings.selectors import MOST_PAST, meetings_for_list, of_network
from regions.doors import MemberRequest, allowed_page, member_page
from regions.models import Network
from regions.permissions import Reason, can_keep_school_holidays, can_propose_meeting, can_read_anything
from regions.standing import member_standing


@allowed_page("see_meetings", can_read_anything, Reason.NOT_A_MEMBER)
def meetings(request: MemberRequest) -> HttpResponse:
    """Of all networks that the member belongs to or may read."""
    return render(request, "meetings/meetings.html", _lists(request, None))


def _lists(request: MemberRequest, network: Network | None) -> dict[str, Any]:
    """With the meetings whose minutes are overdue. Who reads all regions' boards, like the executive, sees all."""
    seen = visible_meetings(request.user)
    late = overdue(seen if network is None else of_network(seen, network))
    return {"meetings": meetings_for_list(request.user, network), "overdue": list(late[:MOST_PAST])}


@member_page
def network_meetings(request: MemberRequest, slug: str) -> HttpResponse:
    network = get_network_for(request.user, slug)
    if network.slug != slug:
        return redirect("network_meetings", network.slug)
    context = _lists(request, network) | {
        "network": network,
        "may_propose": can_propose_meeting(member_standing(request.user), network),
        "keeps_holidays": can_keep_school_holidays(member_standing(request.user), network),
    }
    return render(request, "meetings/network_meetings.html", context)
