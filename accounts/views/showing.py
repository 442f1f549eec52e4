"""Showing a second factor: a form with a code or a passkey in it, at the door and later."""

from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.actions.show_factor_code import show_factor_code
from accounts.factors import factors_of
from accounts.forms import CodeForm
from accounts.models import Member
from accounts.passkeys import shown_passkey

NOT_KNOWN = "That did not work. Type the newest six digits of your app, or a recovery code that you have not used yet."
NOT_A_RECOVERY_CODE = "That did not work. Type a recovery code that you have not used yet."
NO_PASSKEY = "That passkey did not work. Try again, or use another way."
TOO_MANY = "Too many tries. Wait a quarter of an hour, then try again."


def shown_factor(request: HttpRequest, member: Member) -> tuple[CodeForm, Authenticator | None]:
    """The form, and the factor if what was sent is one of the member's.

    Ten tries in a quarter of an hour. Only who has read the member's mail, or holds their session, can use them up.
    """
    if request.method != "POST":
        return CodeForm(), None
    form = CodeForm(request.POST)
    credential = request.POST.get("credential", "")
    if not credential and not form.is_valid():
        return form, None
    try:
        forget_tries = check_rate_limit(member)
    except ValidationError:
        form.is_valid()
        form.errors.pop("code", None)
        form.add_error("code", TOO_MANY)
        return form, None
    shown = shown_passkey(credential, member) if credential else show_factor_code(member, form.cleaned_data["code"])
    if shown is not None:
        forget_tries()
        return form, shown
    form.is_valid()
    form.errors.pop("code", None)
    form.add_error("code", NO_PASSKEY if credential else _not_known(member))
    return form, None


def _not_known(member: Member) -> str:
    """Who has no app is not told to look at one."""
    return NOT_KNOWN if factors_of(member).totp else NOT_A_RECOVERY_CODE
