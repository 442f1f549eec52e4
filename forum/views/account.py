"""A network's quarterly account of moderation, for all members."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from forum.account import account_of
from regions.doors import MemberRequest, member_page
from regions.permissions import can_see_account
from regions.renamed import network_at
from regions.standing import member_standing


@member_page
def account(request: MemberRequest, slug: str) -> HttpResponse:
    """A region's is read by every member, another network's by its own readers: its very name may be theirs alone."""
    network = network_at(slug)
    if network is None or not can_see_account(member_standing(request.user), network):
        raise Http404
    if network.slug != slug:
        return redirect("moderation_account", network.slug)
    return render(request, "moderation/account.html", {"network": network, "quarters": account_of(network)})
