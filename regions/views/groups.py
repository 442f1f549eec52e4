"""The members of a group across regions: for the group's representative, and for the secretariat."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.assurance import second_factor_page
from accounts.models import Member
from regions.actions.end_network_place import end_network_place
from regions.actions.give_network_place import give_network_place
from regions.actions.leave_group import leave_group
from regions.directory import LONGEST_QUERY, Wanted, clean, find_members, members_today, with_places
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import Reason, can_leave_group, can_manage_group, can_moderate, can_read, require
from regions.renamed import network_at
from regions.selectors import member_ids_in
from regions.standing import member_standing

MOST_FOUND = 10


@member_page
@tells_refusals("manage_group")
def group_members(request: MemberRequest, slug: str) -> HttpResponse:
    """Who belongs to the group; a place is given to a member who is found, and ended beside each name."""
    network, standing = network_at(slug), member_standing(request.user)
    if network is None or network.kind != Network.Kind.GROUP:
        raise Http404
    if not can_manage_group(standing, network):
        if not can_read(standing, network, shared=False):
            raise Http404
        require(False, Reason.NOT_THE_REPRESENTATIVE)
    # The secretariat's work asks for its second factor; a representative does this as a volunteer.
    page = _page if can_moderate(standing, network) else second_factor_page(_page)
    return page(request, network)


@member_page
@tells_refusals("leave_group")
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """What leaving means, and then the leaving: of this group alone."""
    network, standing = network_at(slug), member_standing(request.user)
    if network is None or network.kind != Network.Kind.GROUP or network.pk not in standing.group_ids:
        raise Http404
    if request.method == "POST":
        leave_group(request.user, network)
        messages.success(request, f"You have left {network.name}.")
        return redirect("my_membership")
    context = {"network": network, "may_leave": can_leave_group(standing, network)}
    return render(request, "networks/leave_group.html", context)


def _page(request: MemberRequest, network: Network) -> HttpResponse:
    if request.method == "POST":
        return _change(request, network)
    query, ids = clean(request.GET.get("q", "")), member_ids_in(network)
    found = list(find_members(Wanted.of(query)).exclude(pk__in=ids)[: MOST_FOUND + 1]) if query else []
    members = list(with_places(Member.objects.filter(pk__in=ids)))
    today = set(members_today().filter(pk__in=ids).values_list("pk", flat=True))
    context = {
        "network": network, "members": members, "today": today, "query": query, "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND, "longest": LONGEST_QUERY,
    }  # fmt: skip
    return render(request, "networks/group_members.html", context)


def _change(request: MemberRequest, network: Network) -> HttpResponse:
    posted = request.POST.get("member", "")
    pk = int(posted[:9]) if posted.isdigit() else 0
    if request.POST.get("do") == "end":
        end_network_place(request.user, pk, network)
        messages.success(request, "The place is ended.")
    else:
        member = members_today().filter(pk=pk).first()
        if member is None:
            raise Http404
        give_network_place(request.user, member, network, starts=timezone.localdate())
        messages.success(request, f"{member.full_name} belongs to {network.name} now.")
    return redirect("group_members", network.slug)
