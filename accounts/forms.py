"""What is typed at the door and on the account's pages."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from django import forms
from django.db.models import F
from django.utils import timezone

from accounts.adapter import NOT_THE_CODE
from accounts.codes import LONG_DIGITS, MOST_TRIES, digits_of, use_long_code
from accounts.models import SignInCode
from accounts.selectors import member_for_address


class AskForCodeForm(RequestLoginCodeForm):
    """allauth's own looks into a second table for an address that it does not know, which takes longer (threat 73)."""

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, action="request_login_code", key=address.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = member_for_address(address)
        return address


class SignInCodeForm(ConfirmLoginCodeForm):
    """Six digits of this browser's own letter, or the long code of the day. A code that no letter carried is none."""

    def __init__(self, *args: Any, asked_id: int | None = None, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_id, self.address = asked_id, address
        self.fields["code"].error_messages["required"] = "Type the code first."

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        if len(digits_of(typed)) == LONG_DIGITS:
            if use_long_code(self.address, typed):
                return typed
            raise forms.ValidationError(NOT_THE_CODE)
        # The try is spent before anything is compared: of a thousand at once, five are looked at.
        asked = SignInCode.objects.filter(pk=self.asked_id or 0, used=None)
        if not asked.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
            raise forms.ValidationError(NOT_THE_CODE)
        code = str(super().clean_code())
        if not asked.filter(mailed__isnull=False, is_long=False).update(used=timezone.now()):
            raise forms.ValidationError(NOT_THE_CODE)
        return code


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code", max_length=60, error_messages={"required": "Type the code first."}
    )  # fmt: skip


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label="Its name", max_length=60, error_messages={"required": "Give it a name, for example «Work laptop»."}
    )
    credential = forms.CharField(
        widget=forms.HiddenInput, max_length=20_000,
        error_messages={"required": "This browser made no passkey. It needs JavaScript, and a device that keeps one."},
    )  # fmt: skip
