"""A member wants a further address."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.addresses import is_somebodys
from accounts.codes import digest_of, new_code
from accounts.events import SignInCodeAsked
from accounts.models import AddressRequest, Member, SignInCode
from outbox.record import record

A_DAY = 5


class TooManyAddresses(Exception):
    """Enough for today."""


@transaction.atomic
def ask_for_address(actor: Member, address: str) -> AddressRequest:
    """Mail a code to the new address. One that is somebody's already is answered alike, and gets none.

    Raises TooManyAddresses.
    """
    Member.objects.select_for_update().get(pk=actor.pk)
    lately = AddressRequest.objects.filter(member=actor, asked__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= A_DAY:
        raise TooManyAddresses
    AddressRequest.objects.filter(member=actor, state=AddressRequest.State.UNPROVEN).delete()
    code = "" if is_somebodys(address) else new_code()
    asked = SignInCode.objects.create(
        member=actor, address=address.lower(), code=code, digest=digest_of(code, address) if code else "",
        purpose=SignInCode.Purpose.NEW_ADDRESS,
    )  # fmt: skip
    request = AddressRequest.objects.create(member=actor, address=address.lower(), code=asked)
    record(SignInCodeAsked(sign_in_code_id=asked.pk))
    return request
