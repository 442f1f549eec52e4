"""The secretariat moves a member who has lost their old address to the new one that they proved."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.actions.choose_main_address import make_main
from accounts.actions.end_sessions import end_sessions
from accounts.addresses import add_address, is_somebodys, tell_of_address
from accounts.models import AddressChange, AddressHelp
from accounts.selectors import member_for_address, verified_addresses
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.permissions import Reason, can_move_address, require
from regions.rights_changed import rights_changed


@transaction.atomic
def move_member_address(actor: Actor, help_id: int) -> AddressHelp:
    """The new address takes the old one's place; sessions end, both addresses are told, posts stay where they are.

    Second factors stay: who has lost those too needs `reset_second_factor` as well. Raises Refused, DoesNotExist.
    """
    call = AddressHelp.objects.select_for_update().get(pk=help_id)
    require_of(actor, can_move_address, Reason.NOT_THE_SECRETARIAT)
    require(call.state == AddressHelp.State.WAITING, Reason.ALREADY_DECIDED)
    member = member_for_address(call.old_address)
    require(member is not None, Reason.NOT_A_MEMBER)
    assert member is not None  # noqa: S101
    require(actor is None or actor.pk != member.pk, Reason.OWN_MATTER)
    require(not is_somebodys(call.new_address), Reason.ADDRESS_TAKEN)
    told = [*verified_addresses(member), call.new_address]
    add_address(member, call.new_address)
    make_main(member, EmailAddress.objects.get(user=member, email__iexact=call.new_address))
    EmailAddress.objects.filter(user=member, email__iexact=call.old_address).delete()
    end_sessions(member)
    call.state, call.member = AddressHelp.State.MOVED, member
    call.decided, call.decided_by = timezone.now(), actor
    call.save(update_fields=["state", "member", "decided", "decided_by"])
    tell_of_address(member, AddressChange.Kind.MOVED, call.new_address, told)
    rights_changed(member.pk)
    write_entry(
        "move_member_address", actor_id=actor_id(actor), subject=f"call for help {call.pk}", member_id=member.pk
    )
    return call
