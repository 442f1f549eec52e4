"""The code of a call for help is typed."""

from django.db import transaction

from accounts.codes import use_code
from accounts.events import AddressHelpAsked
from accounts.models import AddressHelp, SignInCode
from outbox.record import record


@transaction.atomic
def prove_address_help(help_id: int, typed: str) -> bool:
    """The call goes to the secretariat once its new address is proven."""
    call = AddressHelp.objects.select_for_update().filter(pk=help_id, state=AddressHelp.State.UNPROVEN).first()
    if call is None or call.code_id is None or use_code(call.code_id, typed, purpose=SignInCode.Purpose.HELP) is None:
        return False
    AddressHelp.objects.filter(pk=call.pk).update(state=AddressHelp.State.WAITING)
    record(AddressHelpAsked(address_help_id=call.pk))
    return True
