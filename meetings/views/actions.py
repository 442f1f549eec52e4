"""Action points: a network's list, and one of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from forum.views.networks import get_network_for
from meetings.access import allowed, networks_of
from meetings.actions.end_action import end_action
from meetings.minutes.access import readable_minutes, visible_actions
from meetings.minutes.actions_list import done_actions_of, meeting_of, open_actions_of
from meetings.models import ActionPoint
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_end_action, can_see_meeting, can_write_minutes, require
from regions.standing import member_standing


@member_page
@tells_refusals("see_actions")
def network_actions(request: MemberRequest, slug: str) -> HttpResponse:
    network = get_network_for(request.user, slug)
    require(can_see_meeting(member_standing(request.user), network), Reason.NOT_YOUR_NETWORK)
    if network.slug != slug:
        return redirect("network_actions", network.slug)
    context = {
        "network": network,
        "open": list(open_actions_of(request.user, network)),
        "done": list(done_actions_of(request.user, network)),
    }
    return render(request, "meetings/network_actions.html", context)


@member_page
@tells_refusals("end_action")
def action(request: MemberRequest, pk: int) -> HttpResponse:
    """One action point; a press ends it. A link in a mail leads here and changes nothing."""
    found = visible_actions(request.user).filter(pk=pk).first()
    if found is None:
        found = ActionPoint.objects.filter(pk=pk).select_related("item__minutes__meeting__network", "owner").first()
        if found is None or not _writes(request, found):
            raise Http404
    if request.method == "POST":
        end_action(request.user, pk, dropped=request.POST.get("do") == "drop")
        messages.success(request, "The action point is ended.")
        return redirect("action", pk)
    meeting, who = meeting_of(found), member_standing(request.user)
    networks, is_owner = networks_of(meeting), found.owner_id == request.user.pk
    context = {
        "action": found, "meeting": meeting, "network": meeting.network,
        "may_end": found.is_open and any(can_end_action(who, one, is_owner=is_owner) for one in networks),
        "may_drop": found.is_open and allowed(who, can_write_minutes, networks),
        "minutes": readable_minutes(request.user, meeting),
    }  # fmt: skip
    return render(request, "meetings/action.html", context)


def _writes(request: MemberRequest, found: ActionPoint) -> bool:
    return allowed(member_standing(request.user), can_write_minutes, networks_of(meeting_of(found)))
