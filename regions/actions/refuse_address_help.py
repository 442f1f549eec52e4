"""The secretariat cannot make sure who asks."""

from django.db import transaction
from django.utils import timezone

from accounts.models import AddressHelp
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.permissions import Reason, can_move_address, require


@transaction.atomic
def refuse_address_help(actor: Actor, help_id: int) -> AddressHelp:
    """Nothing is changed, and nobody is written to: who asks may be anybody. Raises Refused, DoesNotExist."""
    call = AddressHelp.objects.select_for_update().get(pk=help_id)
    require_of(actor, can_move_address, Reason.NOT_THE_SECRETARIAT)
    require(call.state == AddressHelp.State.WAITING, Reason.ALREADY_DECIDED)
    call.state, call.decided, call.decided_by = AddressHelp.State.REFUSED, timezone.now(), actor
    call.save(update_fields=["state", "decided", "decided_by"])
    write_entry("refuse_address_help", actor_id=actor_id(actor), subject=f"call for help {call.pk}")
    return call
