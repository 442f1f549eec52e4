"""Somebody is named nowhere any more."""

from django.db import transaction

from accounts.models import Member
from accounts.personal import erase_all
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.permissions import Reason, can_erase, require
from regions.rights_changed import rights_changed


@transaction.atomic
def erase_member(actor: Actor, member_id: int) -> Member:
    """End what they have, and take their name, addresses and everything else that is about them alone out of every
    table. Their posts stay, as a former member's. It cannot be undone. Raises Refused.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    require_of(actor, lambda who: can_erase(who, member_id), Reason.NOT_THE_SECRETARIAT)
    require(member.erased is None, Reason.ALREADY_DECIDED)
    erase_all(member)
    rights_changed(member.pk)
    write_entry("erase_member", actor_id=actor_id(actor), subject=f"member {member.pk}", member_id=member.pk)
    return member
