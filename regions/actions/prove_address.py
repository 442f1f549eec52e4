"""A member types the code that was mailed to their new address."""

from django.db import transaction

from accounts.addresses import add_address, is_somebodys, tell_of_address
from accounts.codes import use_code
from accounts.models import AddressChange, AddressRequest, Member, SignInCode
from accounts.selectors import verified_addresses
from regions.address_rules import needs_approval


@transaction.atomic
def prove_address(actor: Member, request_id: int, typed: str) -> AddressRequest | None:
    """Add the address, or let it wait for an approval if nothing speaks for it; None if it was not the code.

    The old addresses are told either way.
    """
    request = (
        AddressRequest.objects.select_for_update()
        .filter(pk=request_id, member=actor, state=AddressRequest.State.UNPROVEN)
        .first()
    )
    if request is None or request.code_id is None:
        return None
    if use_code(request.code_id, typed, purpose=SignInCode.Purpose.NEW_ADDRESS) is None or is_somebodys(
        request.address
    ):
        return None
    old = verified_addresses(actor)
    if needs_approval(actor, request.address):
        request.state, kind = AddressRequest.State.WAITING, AddressChange.Kind.WAITS
    else:
        request.state, kind = AddressRequest.State.ADDED, AddressChange.Kind.ADDED
        add_address(actor, request.address)
    request.save(update_fields=["state"])
    tell_of_address(actor, kind, request.address, [*old, request.address])
    return request
