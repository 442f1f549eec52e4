"""Invitations: the page behind the link in the letter, and the list for those who invite."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions.register_member import AddressTaken
from accounts.entering import enter
from accounts.factors import factors_of
from accounts.models import Member
from regions.actions.accept_invitation import accept_invitation
from regions.actions.ask_for_invitation_code import ask_for_invitation_code
from regions.actions.invite_person import invite_person
from regions.actions.resend_invitation import resend_invitation
from regions.actions.withdraw_invitation import withdraw_invitation
from regions.denials import record_denial
from regions.doors import MemberRequest, allowed_page, secretariat_with_second_factor
from regions.forms.joining import CodeForm, InvitationForm
from regions.invitation_keys import invitation_for_key
from regions.joining import services_to_invite_to, visible_invitations
from regions.models import Invitation, ProofCode
from regions.permissions import Reason, Refused, can_see_applications
from regions.proof_codes import BadCode, is_over

UNPROCESSABLE, GONE = 422, 410
PROOF = "invitation_proof"


def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Who invites to what. Only a POST sends the code to the invited address, and only the code opens the place."""
    found = invitation_for_key(key)
    if found is None:
        raise Http404
    if found.accepted or found.withdrawn or found.expires <= timezone.now():
        return render(request, "joining/invitation_over.html", {"invitation": found}, status=GONE)
    if request.method == "POST" and "code" not in request.POST:
        return _send_code(request, found, key)
    proof = _proof_of(request, found)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and proof is not None and form.is_valid():
        try:
            member = accept_invitation(proof.pk, typed=form.cleaned_data["code"])
        except BadCode as bad:
            form.add_error("code", str(bad))
            proof.refresh_from_db()
        except AddressTaken:
            form.add_error("code", "This address belongs to an account that is closed. Write to the secretariat.")
        else:
            return _come_in(request, member)
    context = {"invitation": found, "asked": proof is not None, "form": form, "over": _is_over(proof)}
    return render(request, "joining/invitation.html", context, status=UNPROCESSABLE if form.errors else 200)


def _come_in(request: HttpRequest, member: Member) -> HttpResponse:
    """The code proves an address, and that is all that somebody new has. Who is a member already and has a second
    factor has the place now, and comes in by the door that asks for it.
    """
    response = redirect("welcome")
    if factors_of(member):
        messages.success(request, "The place is yours. You have a second step at the door, so sign in as ever.")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': response.url})}")
    enter(request, response, member)
    return response


def _send_code(request: HttpRequest, found: Invitation, key: str) -> HttpResponse:
    try:
        request.session[PROOF] = ask_for_invitation_code(found.pk).pk
    except Refused as refused:
        context = {"invitation": found, "asked": _proof_of(request, found) is not None, "form": CodeForm()}
        return render(request, "joining/invitation.html", context | {"problem": refused.reason.sentence}, status=429)
    return redirect("invitation", key)


def _proof_of(request: HttpRequest, found: Invitation) -> ProofCode | None:
    """The code that this browser asked for."""
    return ProofCode.objects.filter(pk=request.session.get(PROOF) or 0, invitation=found).first()


def _is_over(proof: ProofCode | None) -> bool:
    return proof is not None and is_over(proof, timezone.now())


@allowed_page("invite_person", can_see_applications, Reason.NOT_THE_REPRESENTATIVE)
@secretariat_with_second_factor
def invitations(request: MemberRequest) -> HttpResponse:
    """Those that are open and those of late, and a form for one more."""
    form = InvitationForm(request.POST or None, services=services_to_invite_to(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_person(request.user, **form.cleaned_data)
        except Refused as refused:
            record_denial(request.user, verb="invite_person", refused=refused, what=request.path)
            form.add_error("address", refused.reason.sentence)
        else:
            messages.success(request, f"The invitation is on its way to {made.address}. It works for thirty days.")
            return redirect("invitations")
    rows = visible_invitations(request.user)[:100]
    context = {"form": form, "rows": rows, "now": timezone.now()}
    return render(request, "joining/invitations.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@allowed_page("change_invitation", can_see_applications, Reason.NOT_THE_REPRESENTATIVE)
@secretariat_with_second_factor
def change_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it back, or send its letter again."""
    if request.POST.get("do") == "withdraw":
        withdraw_invitation(request.user, pk)
        messages.success(request, "The invitation is withdrawn: its link leads nowhere any more.")
    else:
        resend_invitation(request.user, pk)
        messages.success(request, "The letter is on its way again. The link in the older one is over.")
    return redirect("invitations")
