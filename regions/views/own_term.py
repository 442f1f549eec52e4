"""One's own term, for representatives and officers: days away, and who follows."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from regions.actions.declare_absence import declare_absence
from regions.actions.end_absence import end_absence
from regions.actions.hand_over_office import hand_over_office
from regions.actions.hand_over_representation import hand_over_representation
from regions.actions.undo_hand_over import undo_hand_over
from regions.actions.undo_office_hand_over import undo_office_hand_over
from regions.denials import Unseen
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.forms.terms import AbsenceForm, HandOverForm, OfficeOverForm
from regions.models import Office
from regions.permissions import Reason, can_declare_absence
from regions.standing import member_standing
from regions.term_pages import OwnTerm, own_terms
from regions.views.terms import tried

UNPROCESSABLE = 422


@member_page
@tells_refusals("see_own_term")
def own_term(request: MemberRequest) -> HttpResponse:
    """Whoever has no term finds no page. What is sent names its form: the days away, or one of the terms."""
    if not can_declare_absence(member_standing(request.user)):
        raise Unseen(Reason.NOT_THE_REPRESENTATIVE)
    terms = own_terms(request.user)
    absence = AbsenceForm(_sent(request, "absence"), auto_id="id_absence_%s")
    hand_overs = {own.key: _hand_over_form(request, own) for own in terms}
    if request.method == "POST" and _done(request, terms, absence, hand_overs):
        return redirect("own_term")
    wrong = next((form for form in (absence, *hand_overs.values()) if form.errors), None)
    context = {
        "terms": [(own, hand_overs[own.key]) for own in terms], "absence": absence, "form": wrong,
        "absences": request.user.absences.filter(ends__gte=timezone.localdate()).order_by("starts"),
    }  # fmt: skip
    return render(request, "terms/own_term.html", context, status=UNPROCESSABLE if wrong else 200)


def _sent(request: MemberRequest, name: str) -> Any:
    return request.POST if request.POST.get("do") == name else None


def _hand_over_form(request: MemberRequest, own: OwnTerm) -> forms.Form:
    sent, ids = _sent(request, own.key), f"id_{own.key}_%s"
    if isinstance(own.term, Office):
        return OfficeOverForm(sent, auto_id=ids)
    return HandOverForm(sent, network=own.term.network, me=request.user, auto_id=ids)


def _done(
    request: MemberRequest, terms: list[OwnTerm], absence: AbsenceForm, hand_overs: dict[str, forms.Form]
) -> bool:
    """Do what was pressed; False if a form says what is wrong."""
    do, thing = request.POST.get("do", ""), request.POST.get("thing", "")
    if do == "back" and thing.isdecimal():
        end_absence(request.user, int(thing))
        messages.success(request, "Noted: you are there.")
        return True
    if do == "absence":
        return absence.is_valid() and _noted(
            request, absence, partial(declare_absence, request.user, **absence.cleaned_data),
            "Noted. Who steps in is told.",
        )  # fmt: skip
    own = next((own for own in terms if own.key in (do, do.removeprefix("undo-"))), None)
    if own is None:
        raise Http404
    if do == own.key:
        form = hand_overs[own.key]
        return form.is_valid() and _noted(
            request, form, _handing_over(request, own, form), "Noted. Both of you, and the officers, are told."
        )
    if own.handed_to is None:
        raise Http404
    undo = undo_office_hand_over if isinstance(own.term, Office) else undo_hand_over
    undo(request.user, own.handed_to.pk)
    messages.success(request, "The hand-over is undone, and all concerned are told.")
    return True


def _handing_over(request: MemberRequest, own: OwnTerm, form: forms.Form) -> "partial[Any]":
    starts = form.cleaned_data["starts"]
    if isinstance(form, OfficeOverForm):
        return partial(hand_over_office, request.user, own.term.pk, form.member, starts=starts)
    network = own.term.network  # type: ignore[union-attr]
    return partial(hand_over_representation, request.user, network, form.cleaned_data["successor"], starts=starts)


def _noted(request: MemberRequest, form: forms.Form, act: "partial[Any]", said: str) -> bool:
    if not tried(request, form, "starts", act):
        return False
    messages.success(request, said)
    return True
