"""A member takes up a network's representation."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.cover import cover_changes
from regions.events import RepresentativeAppointed
from regions.models import Network, Representation, Volunteer
from regions.permissions import Reason, can_appoint_representative
from regions.rights_changed import rights_changed
from regions.terms import require_room


@transaction.atomic
def appoint_representative(
    actor: Actor, member: Member, network: Network, *, starts: date, ends: date | None = None
) -> Representation:
    """Give the term, `ends` being its last day. A region may have two at once, or none. An offer of theirs is settled
    by it. Who loads data as the operator writes to nobody.

    Raises Refused.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    require_of(actor, can_appoint_representative, Reason.NOT_THE_EXECUTIVE)
    require_room(network, member, starts=starts, ends=ends)
    term = Representation.objects.create(member=member, network=network, starts=starts, ends=ends)
    offers = Volunteer.objects.filter(member=member, network=network, outcome=Volunteer.Outcome.WAITING)
    offers.update(outcome=Volunteer.Outcome.APPOINTED)
    rights_changed(member.pk)
    cover_changes(Q(pk=network.pk))
    write_entry(
        "appoint_representative", actor_id=actor_id(actor), subject=f"representation {term.pk}", member_id=member.pk,
        network_id=network.pk, details={"starts": str(starts), "ends": str(ends) if ends else None},
    )  # fmt: skip
    if actor is not None:
        record(RepresentativeAppointed(representation_id=term.pk))
    return term
