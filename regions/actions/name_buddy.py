"""A newcomer gets somebody whom they can ask anything."""

from django.db import transaction
from django.http import Http404

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import BuddyNamed
from regions.models import Induction, Network
from regions.permissions import Reason, can_name_buddy, require
from regions.selectors import member_ids_in


@transaction.atomic
def name_buddy(actor: Actor, region: Network, member_id: int, buddy: Member) -> Induction:
    """Both are of the region, and both are told. Raises Http404 for somebody who has no induction there, Refused."""
    require_of(actor, lambda who: can_name_buddy(who, region), Reason.NOT_THE_REPRESENTATIVE)
    induction = Induction.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    people = member_ids_in(region)
    if induction is None or member_id not in people:
        raise Http404
    require(buddy.pk in people and buddy.pk != member_id, Reason.NOT_OF_THIS_REGION)
    if induction.buddy_id == buddy.pk:
        return induction
    induction.buddy = buddy
    induction.save(update_fields=["buddy"])
    write_entry(
        "name_buddy", actor_id=actor_id(actor), subject=f"induction {member_id}", member_id=member_id,
        network_id=region.pk, details={"buddy": buddy.pk},
    )  # fmt: skip
    record(BuddyNamed(member_id=member_id))
    return induction
