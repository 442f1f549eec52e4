"""A region's desk: all that waits for who looks after it, on one page."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from forum.matters import open_matters_for
from forum.unanswered import unanswered_topics
from regions.actions.declare_absence import declare_absence
from regions.actions.end_absence import end_absence
from regions.actions.hand_over_representation import hand_over_representation
from regions.actions.name_buddy import name_buddy
from regions.actions.undo_hand_over import undo_hand_over
from regions.cover import looked_after
from regions.denials import Unseen
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.terms import AbsenceForm, BuddyForm, HandOverForm
from regions.joining import waiting_applications
from regions.models import Network, Representation
from regions.newcomers import Newcomer, newcomers, services_without_member
from regions.permissions import Reason, can_hand_over, can_see_desk, can_see_membership_data
from regions.standing import member_standing
from regions.unreached import unreached_in
from regions.views.terms import tried

UNPROCESSABLE, MOST = 422, 50


@member_page
@tells_refusals("see_desk")
def desk(request: MemberRequest, slug: str) -> HttpResponse:
    """For the region's representatives, and for who covers. The forms for one's own term are for its holder."""
    region = get_object_or_404(Network.objects.select_related("covered_by"), slug=slug, kind=Network.Kind.REGION)
    standing = member_standing(request.user)
    if not can_see_desk(standing, region):
        raise Unseen(Reason.NOT_THE_REPRESENTATIVE)
    own = can_hand_over(standing, region)
    new = newcomers(region)
    page_forms = _forms(request, region, new)
    if request.method == "POST" and _done(request, region, page_forms, new):
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
        "absence": page_forms["absence"], "hand_over": page_forms["hand_over"],
        "absences": request.user.absences.filter(ends__gte=timezone.localdate()).order_by("starts"),
        "handed_over": _to_come(request, region).first(),
    }  # fmt: skip
    return render(request, "terms/desk.html", context, status=UNPROCESSABLE if wrong else 200)


def _to_come(request: MemberRequest, region: Network) -> Any:
    """The successor's term, while it has not begun."""
    rows = Representation.objects.filter(network=region, follows__member=request.user)
    return rows.filter(starts__gt=timezone.localdate()).select_related("member")


def _forms(request: MemberRequest, region: Network, new: list[Newcomer]) -> dict[str, forms.Form]:
    """Each form of the page; the one that was sent holds what was sent."""
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    buddies = {
        f"buddy-{row.place.member_id}": BuddyForm(
            sent(f"buddy-{row.place.member_id}"), network=region, newcomer=row.place.member,
            initial={"buddy": row.buddy},
        )
        for row in new
        if row.induction is not None
    }  # fmt: skip
    return buddies | {
        "absence": AbsenceForm(sent("absence"), auto_id="id_absence_%s"),
        "hand_over": HandOverForm(sent("hand_over"), network=region, me=request.user, auto_id="id_hand_over_%s"),
    }


def _done(request: MemberRequest, region: Network, page_forms: dict[str, forms.Form], new: list[Newcomer]) -> bool:
    """Do what was pressed; False if a form says what is wrong."""
    do, thing = request.POST.get("do", ""), request.POST.get("thing", "")
    if do in ("back", "undo") and not thing.isdecimal():
        raise Http404
    if do == "back":
        end_absence(request.user, int(thing))
        messages.success(request, "Noted: you are there.")
        return True
    if do == "undo":
        undo_hand_over(request.user, get_object_or_404(_to_come(request, region), pk=int(thing)).pk)
        messages.success(request, "The hand-over is undone, and all concerned are told.")
        return True
    form = page_forms.get(do)
    if form is None:
        raise Http404
    if not form.is_valid():
        return False
    facts = form.cleaned_data
    act: partial[Any]
    if do == "absence":
        act = partial(declare_absence, request.user, **facts)
        field, said = "starts", "Noted. Who steps in is told."
    elif do == "hand_over":
        act = partial(hand_over_representation, request.user, region, facts["successor"], starts=facts["starts"])
        field, said = "starts", "Noted. Both of you, and the officers, are told."
    else:
        act = partial(name_buddy, request.user, region, int(do.removeprefix("buddy-")), facts["buddy"])
        field, said = "buddy", "Noted. Both of them are told."
    if not tried(request, form, field, act):
        return False
    messages.success(request, said)
    return True
