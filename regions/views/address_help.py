"""For who has lost the old address: a call at the door, and the secretariat's answer to it."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.actions.ask_for_address_help import ask_for_address_help
from accounts.actions.prove_address_help import prove_address_help
from accounts.codes import is_alive
from accounts.doors import counted_door
from accounts.forms import CodeForm
from accounts.models import AddressHelp
from accounts.views.sure import DEAD, UNPROCESSABLE, WRONG
from regions.actions.move_member_address import move_member_address
from regions.actions.refuse_address_help import refuse_address_help
from regions.actions.reset_second_factor import reset_second_factor
from regions.doors import MemberRequest, allowed_page
from regions.forms.addresses import AddressHelpForm
from regions.permissions import Reason, can_move_address, can_reset_second_factor
from regions.selectors_addresses import calls_for_help

CALL = "address_help"  # in the session of who called
RATES = {"address_help": "10/h/ip"}
TOO_MANY = "Many calls came from your network just now. Wait an hour, or write to us."


@counted_door
def sign_in_help(request: HttpRequest) -> HttpResponse:
    """The call. What the page says does not depend on whether anybody is known by these addresses."""
    form = AddressHelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, app="accounts", action="address_help", config=RATES) is None:
            form.add_error("new_address", TOO_MANY)
        else:
            request.session[CALL] = ask_for_address_help(**form.cleaned_data).pk
            return redirect("prove_sign_in_help")
    return render(request, "account/help.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@counted_door
def prove(request: HttpRequest) -> HttpResponse:
    """The code that went to the new address."""
    call = AddressHelp.objects.select_related("code").filter(pk=request.session.get(CALL, 0)).first()
    if call is None:
        return redirect("sign_in_help")
    if call.state != AddressHelp.State.UNPROVEN:
        return render(request, "account/help_done.html", {"call": call})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if prove_address_help(call.pk, form.cleaned_data["code"]):
            return redirect("prove_sign_in_help")
        call = AddressHelp.objects.select_related("code").get(pk=call.pk)
        form.add_error("code", WRONG if call.code is not None and is_alive(call.code) else DEAD)
    context = {"form": form, "call": call}
    return render(request, "account/help_prove.html", context, status=UNPROCESSABLE if form.errors else 200)


@allowed_page("see_address_help", can_move_address, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def secretariat_address_help(request: MemberRequest) -> HttpResponse:
    """The calls that wait."""
    return render(request, "account/help_calls.html", {"rows": calls_for_help()})


@require_POST
@allowed_page("move_member_address", can_move_address, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Move the member, or refuse."""
    get_object_or_404(AddressHelp, pk=pk)
    if request.POST.get("do") == "move":
        move_member_address(request.user, pk)
        messages.success(request, "Moved: both addresses are told.")
    else:
        refuse_address_help(request.user, pk)
        messages.success(request, "Refused: nothing was changed, and nobody was written to.")
    return redirect("secretariat_address_help")


@require_POST
@allowed_page("reset_second_factor", can_reset_second_factor, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def reset(request: MemberRequest, pk: int) -> HttpResponse:
    """Take away the second factor that a member has lost; the button stands on the member's page."""
    reset_second_factor(request.user, pk)
    messages.success(request, "Their second factors are removed, their sessions ended, and they are told by email.")
    return redirect("secretariat_member", pk)
