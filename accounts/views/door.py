"""The door: the emailed code, a second factor for who has one, a passkey instead of both; and out again."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core.internal import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.adapter import ASKED
from accounts.doors import counted_door
from accounts.factors import factors_of
from accounts.passkeys import options_to_show, shown_passkey
from accounts.views.showing import shown_factor
from accounts.ways import next_of

NO_PASSKEY = "That passkey is not known here. Sign in with a code, then add it under «Signing in»."


class AskForCode(RequestLoginCodeView):
    """The sign-in page. Whoever comes back here wants another code: an earlier one keeps nobody from it."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class TypeCode(ConfirmLoginCodeView):
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if self._action != "resend":
            kwargs |= {"asked_id": self.request.session.get(ASKED), "address": self._process.state.get("email", "")}
        return kwargs


ask_for_code = counted_door(AskForCode.as_view())
type_code = counted_door(TypeCode.as_view())


@counted_door
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: HttpRequest) -> HttpResponse:
    """After the code: the second factor of who has set one up. There is no way around it."""
    stage = request._login_stage  # type: ignore[attr-defined]
    member = stage.login.user
    form, shown = shown_factor(request, member)
    if shown is not None:
        post_authentication(request, shown)
        return stage.exit()
    context = {"form": form, "factors": factors_of(member)}
    return render(request, "account/second_step.html", context, status=422 if form.errors else 200)


@require_POST
@counted_door
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step_options(request: HttpRequest) -> HttpResponse:
    return JsonResponse(options_to_show(request._login_stage.login.user))  # type: ignore[attr-defined]


@require_POST
@counted_door
def passkey_door(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey. Without one in the form: what the browser needs to ask for it."""
    if ratelimit.consume(request, app="allauth.mfa", action="webauthn_login") is None:
        return ratelimit.handler429(request)
    if "credential" not in request.POST:
        return JsonResponse(options_to_show(None))
    passkey = shown_passkey(request.POST["credential"], None)
    if passkey is None:
        messages.error(request, NO_PASSKEY)
        return redirect("account_login")
    login = Login(user=passkey.user, redirect_url=next_of(request))
    return perform_passwordless_login(request, passkey, login)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; the browser forgets the pages it kept."""
    logout(request)
    response = redirect("home")
    response["Clear-Site-Data"] = '"cache"'
    return response
