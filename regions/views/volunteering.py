"""Offering to represent one's region."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from regions.actions.offer_to_represent import offer_to_represent
from regions.actions.settle_offer import settle_offer
from regions.careful_words import NotTaken
from regions.cover import looked_after
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.terms import OfferForm
from regions.models import Network, Volunteer
from regions.permissions import Reason, can_volunteer, require
from regions.standing import member_standing

UNPROCESSABLE = 422


@member_page
@tells_refusals("volunteer")
def volunteer(request: MemberRequest, slug: str = "") -> HttpResponse:
    """The offer, while the region has nobody; one's own can be changed or taken back. No slug: one's own region."""
    standing = member_standing(request.user)
    regions = Network.objects.filter(kind=Network.Kind.REGION)
    network = (regions.filter(slug=slug) if slug else regions.filter(pk__in=standing.region_ids)).first()
    if network is None:
        raise Http404
    own = Volunteer.objects.filter(member=request.user, network=network, outcome=Volunteer.Outcome.WAITING).first()
    care = looked_after(network)
    if own is None:
        allowed = can_volunteer(standing, network, vacant=care.vacant)
        require(allowed, Reason.NOT_YOUR_NETWORK if care.vacant else Reason.NOT_VACANT)
    if own is not None and request.POST.get("do") == "withdraw":
        settle_offer(request.user, own.pk)
        messages.success(request, "Your offer is taken back.")
        return redirect("region", network.slug)
    form = OfferForm(request.POST or None, initial={"words": own.words if own else ""})
    if request.method == "POST" and form.is_valid():
        try:
            offer_to_represent(request.user, network, words=form.cleaned_data["words"])
        except NotTaken as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, "Thank you. The officers and the secretariat have been told of your offer.")
            return redirect("volunteer", network.slug)
    context = {"network": network, "care": care, "own": own, "form": form}
    return render(request, "terms/volunteer.html", context, status=UNPROCESSABLE if form.errors else 200)
