"""My addresses; and the new ones of others, for who may say that they are theirs."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.actions.ask_for_address import TooManyAddresses, ask_for_address
from accounts.actions.choose_main_address import choose_main_address
from accounts.actions.remove_address import remove_address
from accounts.assurance import fresh_code_page, second_factor_page
from accounts.codes import is_alive
from accounts.forms import CodeForm
from accounts.models import AddressRequest
from accounts.views.sure import DEAD, UNPROCESSABLE, WRONG
from regions.actions.decide_address import decide_address
from regions.actions.prove_address import prove_address
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from regions.forms.addresses import AddressForm
from regions.selectors_addresses import requests_for

State = AddressRequest.State
ENOUGH = "Five new addresses in a day are enough. Come back tomorrow."


@member_page
@fresh_code_page
def addresses(request: MemberRequest) -> HttpResponse:
    """What I am known by. A new one is proven by a code that goes to it."""
    form = AddressForm(request.POST or kept_fields(request) or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = ask_for_address(request.user, form.cleaned_data["address"])
        except TooManyAddresses:
            form.add_error("address", ENOUGH)
        else:
            return redirect("prove_address", asked.pk)
    context = {
        "form": form,
        "rows": EmailAddress.objects.filter(user=request.user, verified=True).order_by("-primary", "email"),
        "waiting": AddressRequest.objects.filter(member=request.user, state=State.WAITING).order_by("pk"),
    }
    return render(request, "account/addresses.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@fresh_code_page
def prove(request: MemberRequest, pk: int) -> HttpResponse:
    """Type the code that went to the new address."""
    asked = AddressRequest.objects.select_related("code").filter(
        pk=pk, member=request.user, state=State.UNPROVEN, code__isnull=False
    )
    row = asked.first()
    if row is None:
        raise Http404
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proven = prove_address(request.user, pk, form.cleaned_data["code"])
        if proven is not None:
            messages.success(request, _said(proven))
            return redirect("addresses")
        row = asked.first()
        form.add_error("code", WRONG if row is not None and row.code and is_alive(row.code) else DEAD)
    context = {"form": form, "asked": row}
    return render(request, "account/prove_address.html", context, status=UNPROCESSABLE if form.errors else 200)


def _said(proven: AddressRequest) -> str:
    if proven.state == State.ADDED:
        return f"{proven.address} is yours now: you can sign in with it, and write from it."
    return (
        f"{proven.address} is proven. It belongs to another organisation, so your region’s representative "
        "or the secretariat looks at it before it opens anything. You are told by email."
    )


@require_POST
@member_page
@fresh_code_page
def change_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Make it the main one, or give it up."""
    if request.POST.get("do") == "main":
        done, words = choose_main_address(request.user, pk), "Mail goes to your new main address from now on."
    else:
        done, words = remove_address(request.user, pk), "The address is removed."
    if not done:
        raise Http404
    messages.success(request, words)
    return redirect("addresses")


@member_page
@second_factor_page
def address_requests(request: MemberRequest) -> HttpResponse:
    """New addresses of members that wait for my word. Nobody's but those in my networks."""
    return render(request, "account/address_requests.html", {"rows": requests_for(request.user)})


@require_POST
@member_page
@second_factor_page
@tells_refusals("decide_address")
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    if pk not in {row.request.pk for row in requests_for(request.user, undecided_only=False)}:
        raise Http404
    decided = decide_address(request.user, pk, approve=request.POST.get("do") == "approve")
    messages.success(request, "The address is approved." if decided.state == State.ADDED else "It was not approved.")
    return redirect("address_requests")
