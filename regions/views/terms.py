"""Terms, for the officers and the secretariat: who represents what, until when, and what is vacant."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Member
from accounts.refs import number_of
from regions.actions.appoint_officer import appoint_officer
from regions.actions.appoint_representative import appoint_representative
from regions.actions.end_office import end_office
from regions.actions.end_representation import end_representation
from regions.actions.name_cover import name_cover
from regions.actions.settle_offer import settle_offer
from regions.actions.undo_hand_over import undo_hand_over
from regions.actions.undo_office_hand_over import undo_office_hand_over
from regions.denials import record_denial
from regions.doors import MemberRequest, allowed_page, secretariat_with_second_factor
from regions.forms.terms import AppointForm, CoverForm, EndForm, OfficerForm
from regions.models import Network, Office, Representation, Volunteer
from regions.permissions import Reason, Refused, can_appoint_officer, can_see_terms
from regions.standing import member_standing
from regions.term_pages import networks_with_terms, offices

UNPROCESSABLE = 422


def terms_page(verb: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For those who appoint; the secretariat shows its second factor."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return allowed_page(verb, can_see_terms, Reason.NOT_THE_EXECUTIVE)(secretariat_with_second_factor(view))

    return wrap


def tried(request: MemberRequest, form: forms.Form, field: str, act: "partial[Any]") -> bool:
    """Was it done? What the rules say against it stands beside the field, and is kept as a refusal."""
    try:
        act()
    except Refused as refused:
        record_denial(request.user, verb=act.func.__name__, refused=refused, what=request.path)
        form.add_error(field, refused.reason.sentence)
        return False
    return True


@terms_page("see_terms")
def secretariat_terms(request: MemberRequest) -> HttpResponse:
    """All of it on one page: each row leads to what can be done."""
    context = {
        "rows": networks_with_terms(),
        "offices": offices(),
        "appoints_officers": can_appoint_officer(member_standing(request.user)),
    }
    return render(request, "terms/overview.html", context)


@terms_page("appoint_representative")
def network_terms(request: MemberRequest, slug: str) -> HttpResponse:
    """One network: appoint, name who covers; below, the terms and the offers."""
    network = get_object_or_404(Network.objects.select_related("covered_by"), slug=slug)
    do = request.POST.get("do", "")
    offer = Volunteer.objects.filter(pk=number_of("offer", request.GET.get("offer", "")), network=network).first()
    appoint = AppointForm(
        request.POST if do == "appoint" else None, network=network, initial={"member": offer and offer.member_id}
    )
    cover = CoverForm(
        request.POST if do == "cover" else None, network=network, initial={"cover": network.covered_by_id}
    )
    if (do == "appoint" and _appoint(request, network, appoint)) or (do == "cover" and _cover(request, network, cover)):
        return redirect("network_terms", slug)
    return _network_page(request, network, appoint=appoint, cover=cover)


def _network_page(
    request: MemberRequest, network: Network, *, appoint: AppointForm, cover: CoverForm, ending: EndForm | None = None
) -> HttpResponse:
    rows = networks_with_terms(only=network)
    wrong = next((form for form in (ending, cover, appoint) if form is not None and form.errors), None)
    context = {
        "network": network, "row": rows[0] if rows else None, "appoint": appoint, "cover": cover, "end": EndForm(),
        "form": wrong or appoint, "ending": ending,
    }  # fmt: skip
    return render(request, "terms/network.html", context, status=UNPROCESSABLE if wrong else 200)


def _appoint(request: MemberRequest, network: Network, form: AppointForm) -> bool:
    if not form.is_valid():
        return False
    member, days = form.cleaned_data["member"], {name: form.cleaned_data[name] for name in ("starts", "ends")}
    if not tried(request, form, "member", partial(appoint_representative, request.user, member, network, **days)):
        return False
    messages.success(request, f"{member.full_name} represents {network.name}, and is told so by letter.")
    return True


def _cover(request: MemberRequest, network: Network, form: CoverForm) -> bool:
    if not form.is_valid():
        return False
    act = partial(name_cover, request.user, network, form.cleaned_data["cover"])
    if not tried(request, form, "cover", act):
        return False
    messages.success(request, "It is noted who covers.")
    return True


@require_POST
@terms_page("end_representation")
def end_term(request: MemberRequest, pk: int) -> HttpResponse:
    """Set a term's last day, or take a hand-over back."""
    term = get_object_or_404(Representation.objects.select_related("network__covered_by"), pk=pk)
    network, form = term.network, end_form(request, pk)
    if request.POST.get("do") == "undo":
        undo_hand_over(request.user, pk)
        messages.success(request, "The hand-over is undone, and all concerned are told.")
    elif form.is_valid() and tried(request, form, "ends", partial(end_representation, request.user, pk, **form.day)):
        messages.success(request, f"The term ends on {form.day['ends']:%d/%m/%Y}, and the representative is told.")
    else:
        appoint, cover = AppointForm(network=network), CoverForm(network=network, initial={"cover": network.covered_by})
        return _network_page(request, network, appoint=appoint, cover=cover, ending=form)
    return redirect("network_terms", network.slug)


def end_form(request: MemberRequest, pk: int) -> EndForm:
    """The one-line form beside the term of this number."""
    return EndForm(request.POST, auto_id=f"id_%s_{pk}", of=pk)


@require_POST
@terms_page("thank_volunteer")
def thank_volunteer(request: MemberRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(Volunteer.objects.select_related("network"), pk=pk)
    settle_offer(request.user, pk)
    messages.success(request, "The offer is put aside, with thanks by letter.")
    return redirect("network_terms", offer.network.slug)


@allowed_page("appoint_officer", can_appoint_officer, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def officer_terms(request: MemberRequest) -> HttpResponse:
    """The officers and the secretariat: appoint, and below, end."""
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member: Member = form.member
        facts = form.cleaned_data
        days = {name: facts[name] for name in ("starts", "ends")}
        if tried(request, form, "address", partial(appoint_officer, request.user, member, facts["name"], **days)):
            messages.success(request, f"{member.full_name} has the office, and has been told.")
            return redirect("officer_terms")
    return _officers_page(request, form)


def _officers_page(request: MemberRequest, appoint: OfficerForm, ending: EndForm | None = None) -> HttpResponse:
    form = ending if ending is not None else appoint
    context = {"appoint": appoint, "form": form, "offices": offices(), "end": EndForm(), "ending": ending}
    return render(request, "terms/officers.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@allowed_page("end_office", can_appoint_officer, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def end_officer_term(request: MemberRequest, pk: int) -> HttpResponse:
    """Set its last day, or take the hand-over to it back."""
    get_object_or_404(Office, pk=pk)
    if request.POST.get("do") == "undo":
        undo_office_hand_over(request.user, pk)
        messages.success(request, "The hand-over is undone, and all concerned are told.")
        return redirect("officer_terms")
    form = end_form(request, pk)
    if form.is_valid() and tried(request, form, "ends", partial(end_office, request.user, pk, **form.day)):
        messages.success(request, f"The term ends on {form.day['ends']:%d/%m/%Y}, and the officer is told.")
        return redirect("officer_terms")
    return _officers_page(request, OfficerForm(), form)
