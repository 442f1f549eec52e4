"""Applying to join, in public; and deciding on applications."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions.register_member import AddressTaken
from regions.actions.accept_application import accept_application
from regions.actions.apply_to_join import apply_to_join
from regions.actions.prove_application import prove_application
from regions.actions.refuse_application import refuse_application
from regions.careful_words import NotTaken
from regions.denials import record_denial
from regions.doors import MemberRequest, allowed_page, secretariat_with_second_factor
from regions.forms.joining import AcceptForm, CodeForm, JoinForm, RefuseForm
from regions.joining import (
    get_application_for,
    services_to_decide_for,
    visible_applications,
    waiting_applications,
    who_it_would_be,
)
from regions.models import Application
from regions.permissions import Reason, Refused, can_see_applications
from regions.proof_codes import BadCode

UNPROCESSABLE, TOO_MANY = 422, 429
PROOF, ADDRESS = "join_proof", "join_address"
SLOWLY = "There were too many tries from where you are. Wait an hour, or write to the secretariat."


def join(request: HttpRequest) -> HttpResponse:
    """The form, and then a code to the address, whoever has it: the page tells nobody who is a member."""
    form, status = JoinForm(request.POST or None, initial={"service": request.GET.get("service")}), UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            if not ratelimit.consume(request, action="join"):
                form.add_error(None, SLOWLY)
                status = TOO_MANY
            else:
                request.session[PROOF] = apply_to_join(**form.cleaned_data).pk
                request.session[ADDRESS] = form.cleaned_data["address"]
                return redirect("join_code")
        except NotTaken as problem:
            form.add_error("words", str(problem))
        except Refused as refused:
            form.add_error("address", refused.reason.sentence)
            status = TOO_MANY
    return render(request, "joining/join.html", {"form": form}, status=status if form.errors else 200)


def join_code(request: HttpRequest) -> HttpResponse:
    """The code from the letter proves the address; then the application waits."""
    proof = request.session.get(PROOF)
    if proof is None:
        return redirect("join")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not ratelimit.consume(request, action="join_code"):
                form.add_error("code", SLOWLY)
            else:
                prove_application(proof, typed=form.cleaned_data["code"])
                del request.session[PROOF]
                return redirect("join_waiting")
        except BadCode as bad:
            form.add_error("code", str(bad))
    context = {"form": form, "address": request.session.get(ADDRESS, "")}
    return render(request, "joining/join_code.html", context, status=UNPROCESSABLE if form.errors else 200)


def join_waiting(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "joining/join_waiting.html")


@allowed_page("see_applications", can_see_applications, Reason.NOT_THE_REPRESENTATIVE)
@secretariat_with_second_factor
def applications(request: MemberRequest) -> HttpResponse:
    """Those that wait, the longest first, and those decided of late."""
    decided = visible_applications(request.user).exclude(state=Application.State.WAITING).order_by("-decided")[:30]
    context = {"waiting": list(waiting_applications(request.user)[:100]), "decided": list(decided)}
    return render(request, "joining/applications.html", context)


@allowed_page("decide_application", can_see_applications, Reason.NOT_THE_REPRESENTATIVE)
@secretariat_with_second_factor
def application(request: MemberRequest, pk: int) -> HttpResponse:
    """Who it would be, and the decision."""
    found = get_application_for(request.user, pk)
    refusing = request.POST.get("do") == "refuse"
    accept = AcceptForm(
        request.POST if request.method == "POST" and not refusing else None,
        services=services_to_decide_for(request.user),
        initial={"service": found.service_id, "tier": found.tier},
    )
    refuse = RefuseForm(request.POST if refusing else None)
    if request.method == "POST" and (refuse if refusing else accept).is_valid():
        done = _refuse(request, pk, refuse) if refusing else _accept(request, pk, accept)
        if done:
            messages.success(request, done)
            return redirect("applications")
    context = {"application": found, "who": who_it_would_be(found), "accept": accept, "refuse": refuse}
    wrong = accept.errors or refuse.errors
    context |= {"form": refuse if refuse.errors else accept}
    return render(request, "joining/application.html", context, status=UNPROCESSABLE if wrong else 200)


def _accept(request: MemberRequest, pk: int, form: AcceptForm) -> str:
    """What to say when it is done; empty when the form says why it was not."""
    try:
        member = accept_application(request.user, pk, **form.cleaned_data)
    except AddressTaken:
        form.add_error(None, "The address belongs to an account that is closed. The secretariat can open it again.")
        return ""
    except Refused as refused:
        if refused.reason is not Reason.NO_PLACE_LEFT:
            raise
        record_denial(request.user, verb="accept_application", refused=refused, what=request.path)
        form.add_error(
            "through_service", f"{refused.reason.sentence} Take the tick away if the person pays individually."
        )
        return ""
    return f"{member.full_name} is a member now, and has been written to."


def _refuse(request: MemberRequest, pk: int, form: RefuseForm) -> str:
    try:
        refuse_application(request.user, pk, reason=form.cleaned_data["reason"])
    except NotTaken as problem:
        form.add_error("reason", str(problem))
        return ""
    return "The application is refused, and your reason is on its way."
