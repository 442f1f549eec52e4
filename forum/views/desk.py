"""A region's desk: all that waits for who looks after it, on one page."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from forum.matters import open_matters_for
from forum.unanswered import unanswered_topics
from regions.actions.name_buddy import name_buddy
from regions.cover import looked_after
from regions.denials import Unseen
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.terms import BuddyForm
from regions.joining import waiting_applications
from regions.models import Network
from regions.newcomers import Newcomer, newcomers, services_without_member
from regions.permissions import Reason, can_hand_over, can_see_desk, can_see_membership_data
from regions.standing import member_standing
from regions.unreached import unreached_in
from regions.views.terms import tried

UNPROCESSABLE, MOST = 422, 50


@member_page
@tells_refusals("see_desk")
def desk(request: MemberRequest, slug: str) -> HttpResponse:
    """For the region's representatives, and for who covers."""
    region = get_object_or_404(Network.objects.select_related("covered_by"), slug=slug, kind=Network.Kind.REGION)
    standing = member_standing(request.user)
    if not can_see_desk(standing, region):
        raise Unseen(Reason.NOT_THE_REPRESENTATIVE)
    own = can_hand_over(standing, region)
    new = newcomers(region)
    page_forms = _forms(request, region, new)
    if request.method == "POST" and _done(request, region, page_forms):
        return redirect("region_desk", slug)
    wrong = [form for form in page_forms.values() if form.errors]
    context = {
        "region": region, "own": own, "care": looked_after(region), "form": wrong[0] if wrong else None,
        "held": open_matters_for(request.user).filter(post__topic__forum__network=region).count(),
        "applications": list(waiting_applications(request.user).filter(service__region=region)[:MOST]),
        "unanswered": list(unanswered_topics(request.user, [region.pk], now=timezone.now())[:MOST]),
        "not_reached": list(unreached_in(region)[:MOST]),
        "new": [(row, page_forms.get(f"buddy-{row.place.member_id}")) for row in new],
        "empty_services": services_without_member(region),
        "sees_memberships": can_see_membership_data(standing, region),
    }  # fmt: skip
    return render(request, "terms/desk.html", context, status=UNPROCESSABLE if wrong else 200)


def _forms(request: MemberRequest, region: Network, new: list[Newcomer]) -> dict[str, BuddyForm]:
    """One for the buddy of each newcomer; the one that was sent holds what was sent."""
    do = request.POST.get("do", "")

    def form_of(row: Newcomer) -> BuddyForm:
        sent = request.POST if do == f"buddy-{row.place.member_id}" else None
        return BuddyForm(sent, network=region, newcomer=row.place.member, initial={"buddy": row.buddy})

    return {f"buddy-{row.place.member_id}": form_of(row) for row in new if row.induction is not None}


def _done(request: MemberRequest, region: Network, page_forms: dict[str, BuddyForm]) -> bool:
    """Name the buddy; False if the form says what is wrong."""
    do = request.POST.get("do", "")
    form = page_forms.get(do)
    if form is None:
        raise Http404
    if not form.is_valid():
        return False
    act = partial(name_buddy, request.user, region, int(do.removeprefix("buddy-")), form.cleaned_data["buddy"])
    if not tried(request, form, "buddy", act):
        return False
    messages.success(request, "Noted. Both of them are told.")
    return True
