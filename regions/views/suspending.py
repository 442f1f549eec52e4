"""Suspending a member, and lifting it: for a region's representative and the officers, behind a second factor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.assurance import second_factor_page
from regions.actions.lift_suspension import lift_suspension as lift
from regions.actions.suspend_member import suspend_member as suspend
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.fields import PlainForm
from regions.forms.membership import SuspendForm
from regions.models import Membership
from regions.permissions import Reason, can_suspend, refuse, require
from regions.standing import member_standing
from regions.status import word_of
from regions.views.places import UNPROCESSABLE


def _place(request: MemberRequest, pk: int) -> Membership:
    """The membership, if the person may suspend it: refused alike whether it is there or not."""
    place = Membership.objects.select_related("member", "service__region").filter(pk=pk).first()
    if place is None:
        refuse(Reason.NOT_THE_REPRESENTATIVE)
    is_self = place.member_id == request.user.pk
    allowed = can_suspend(member_standing(request.user), place.service.region, is_self=is_self)
    require(allowed, Reason.NOT_THE_REPRESENTATIVE)
    return place


@member_page
@tells_refusals("suspend_member")
def suspend_member(request: MemberRequest, pk: int) -> HttpResponse:
    return _suspend(request, _place(request, pk))


@second_factor_page
def _suspend(request: MemberRequest, place: Membership) -> HttpResponse:
    today = timezone.localdate()
    form = SuspendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: suspend(request.user, place.pk, reason=data["reason"], until=data["until"])):
            messages.success(
                request, f"{place.member.full_name} is suspended from this moment, and told so by a letter."
            )
            return redirect("region_members", place.service.region.slug)
    context = {"place": place, "form": form, "word": word_of(place, today)}
    context["text_is_back"] = given_back(request, form)
    return render(request, "membership/suspend.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("lift_suspension")
def lift_suspension(request: MemberRequest, pk: int) -> HttpResponse:
    return _lift(request, _place(request, pk))


@second_factor_page
def _lift(request: MemberRequest, place: Membership) -> HttpResponse:
    form = PlainForm(posted(request))
    if request.method == "POST" and done(form, lambda: lift(request.user, place.pk)):
        messages.success(request, f"The suspension of {place.member.full_name} is lifted.")
        return redirect("region_members", place.service.region.slug)
    context = {"place": place, "form": form}
    return render(request, "membership/lift.html", context, status=UNPROCESSABLE if form.errors else 200)
