"""Appealing against a suspension, and deciding on appeals."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.assurance import second_factor_page
from regions.actions.appeal_suspension import appeal_suspension
from regions.actions.decide_appeal import decide_appeal as decide
from regions.appeals import appeals_for, get_appeal_for
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, allowed_page, member_page, tells_refusals
from regions.forms.appeals import AppealForm, DecideAppealForm
from regions.models import Membership
from regions.permissions import Reason, can_decide_appeal
from regions.views.places import UNPROCESSABLE


@member_page
@tells_refusals("appeal_suspension")
def appeal(request: MemberRequest, pk: int) -> HttpResponse:
    """For who is suspended: the form, or what they wrote and when it is decided."""
    place = Membership.objects.filter(pk=pk, member=request.user).select_related("service__region").first()
    if place is None:
        raise Http404
    newest = place.appeals.order_by("-pk").first()
    form = AppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if done(form, lambda: appeal_suspension(request.user, place.pk, words=words)):
            messages.success(request, "Your appeal is with the executive.")
            return redirect("appeal", pk)
    context = {"place": place, "newest": newest, "form": form, "text_is_back": given_back(request, form)}
    return render(request, "membership/appeal.html", context, status=UNPROCESSABLE if form.errors else 200)


@allowed_page("see_appeals", lambda who: can_decide_appeal(who, is_party=False), Reason.NOT_THE_EXECUTIVE)
def appeals(request: MemberRequest) -> HttpResponse:
    """What waits, with the day by which it is decided; then what was decided."""
    rows = list(appeals_for(request.user)[:200])
    context = {"waiting": [row for row in rows if row.is_open], "over": [row for row in rows if not row.is_open]}
    return render(request, "membership/appeals.html", context)


@member_page
@tells_refusals("decide_appeal")
def decide_appeal(request: MemberRequest, pk: int) -> HttpResponse:
    """Who suspended is refused before anybody asks for a second factor."""
    get_appeal_for(request.user, pk)
    return _decide(request, pk)


@second_factor_page
def _decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_appeal_for(request.user, pk)
    form = DecideAppealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if done(form, lambda: decide(request.user, pk, outcome=facts["outcome"], reason=facts["reason"])):
            messages.success(request, "Decided. Both are told.")
            return redirect("appeals")
    context = {"appeal": found, "form": form, "text_is_back": given_back(request, form)}
    return render(request, "membership/decide_appeal.html", context, status=UNPROCESSABLE if form.errors else 200)
