"""A representative names who follows them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import require_of
from regions.events import RepresentationHandedOver
from regions.facts import in_force
from regions.models import Network, Representation
from regions.permissions import Reason, can_hand_over, refuse, require
from regions.rights_changed import rights_changed
from regions.terms import day_before, require_room


@transaction.atomic
def hand_over_representation(
    actor: Member, network: Network, successor: Member, *, starts: date, today: date | None = None
) -> Representation:
    """From `starts` on, tomorrow at the earliest, the successor serves the rest of the actor's term. Until that day it
    can be undone. Raises Refused.
    """
    today = today or timezone.localdate()
    network = Network.objects.select_for_update().get(pk=network.pk)
    require_of(actor, lambda who: can_hand_over(who, network), Reason.NOT_THE_REPRESENTATIVE)
    own = network.representations.select_for_update().filter(in_force(today), member=actor).first()
    if own is None:
        refuse(Reason.NOT_THE_REPRESENTATIVE)
    require(own.ends is None or own.ends >= starts > today, Reason.NOT_WITHIN_THE_TERM)
    require(starts > max(today, own.starts), Reason.NOT_WITHIN_THE_TERM)
    require_room(network, successor, starts=starts, ends=own.ends, without=own)
    term = Representation.objects.create(
        member=successor, network=network, starts=starts, ends=own.ends, follows=own, follows_until=own.ends
    )
    own.ends = day_before(starts)
    own.save(update_fields=["ends"])
    rights_changed(actor.pk)
    rights_changed(successor.pk)
    write_entry(
        "hand_over_representation", actor_id=actor.pk, subject=f"representation {term.pk}", member_id=successor.pk,
        network_id=network.pk, details={"starts": str(starts), "follows": own.pk},
    )  # fmt: skip
    record(RepresentationHandedOver(representation_id=term.pk))
    return term
