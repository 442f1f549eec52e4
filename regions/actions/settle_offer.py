"""An offer to represent is thanked for and not taken up, or taken back by who made it."""

from django.db import transaction

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import VolunteerThanked
from regions.models import Volunteer
from regions.permissions import Reason, can_appoint_representative, require

Outcome = Volunteer.Outcome


@transaction.atomic
def settle_offer(actor: Actor, volunteer_id: int) -> Volunteer:
    """Who made the offer withdraws it; who appoints thanks for it. Raises Refused."""
    offer = Volunteer.objects.select_for_update().get(pk=volunteer_id)
    own = actor is not None and offer.member_id == actor.pk
    require_of(actor, lambda who: own or can_appoint_representative(who), Reason.NOT_THE_EXECUTIVE)
    require(offer.outcome == Outcome.WAITING, Reason.ALREADY_DECIDED)
    offer.outcome = Outcome.WITHDRAWN if own else Outcome.THANKED
    offer.save(update_fields=["outcome"])
    if own:
        return offer
    write_entry(
        "thank_volunteer", actor_id=actor_id(actor), subject=f"offer {offer.pk}", member_id=offer.member_id,
        network_id=offer.network_id,
    )  # fmt: skip
    record(VolunteerThanked(volunteer_id=offer.pk))
    return offer
