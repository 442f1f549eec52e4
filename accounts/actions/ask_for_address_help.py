"""Somebody at the door has lost their old address."""

from django.db import transaction

from accounts.codes import digest_of, new_code
from accounts.events import SignInCodeAsked
from accounts.models import AddressHelp, SignInCode
from outbox.record import record


@transaction.atomic
def ask_for_address_help(*, name: str, old_address: str, new_address: str, service: str, words: str) -> AddressHelp:
    """Keep the call, and mail a code to the new address. Nobody reads the call before the code is typed.

    Whether the old address is a member's makes no difference here, nor how many letters the new one has had today: what
    is too much is kept, and gets no letter.
    """
    code, new_address = new_code(), new_address.lower()
    asked = SignInCode.objects.create(
        member=None, address=new_address, code=code, digest=digest_of(code, new_address),
        purpose=SignInCode.Purpose.HELP,
    )  # fmt: skip
    call = AddressHelp.objects.create(
        name=name, old_address=old_address.lower(), new_address=new_address, service=service, words=words, code=asked
    )
    record(SignInCodeAsked(sign_in_code_id=asked.pk))
    return call
