"""Somebody at the door has lost their old address."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.codes import digest_of, new_code
from accounts.events import SignInCodeAsked
from accounts.models import AddressHelp, SignInCode
from outbox.record import record

A_DAY = 3  # for one new address


@transaction.atomic
def ask_for_address_help(*, name: str, old_address: str, new_address: str, service: str, words: str) -> AddressHelp:
    """Keep the call, and mail a code to the new address. Nobody reads the call before the code is typed.

    Whether the old address is a member's makes no difference here. A fourth call in a day for one new address is kept
    and gets no letter.
    """
    code, new_address = new_code(), new_address.lower()
    lately = AddressHelp.objects.filter(new_address=new_address, asked__gt=timezone.now() - timedelta(days=1))
    asked = SignInCode.objects.create(
        member=None, address=new_address, code=code if lately.count() < A_DAY else "",
        digest=digest_of(code, new_address), purpose=SignInCode.Purpose.HELP,
    )  # fmt: skip
    call = AddressHelp.objects.create(
        name=name, old_address=old_address.lower(), new_address=new_address, service=service, words=words, code=asked
    )
    record(SignInCodeAsked(sign_in_code_id=asked.pk))
    return call
