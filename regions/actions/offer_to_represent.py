"""A member offers to represent their region."""

from django.db import transaction

from accounts.models import Member
from outbox.record import record
from regions.acting import require_of
from regions.careful_words import careful
from regions.cover import looked_after
from regions.events import VolunteerOffered
from regions.models import Network, Volunteer
from regions.permissions import Reason, can_volunteer


@transaction.atomic
def offer_to_represent(actor: Member, network: Network, *, words: str = "") -> Volunteer:
    """The offer waits for the executive or the secretariat; a second one changes its words.

    Raises Refused, NotTaken.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    vacant = looked_after(network).vacant
    require_of(
        actor,
        lambda who: can_volunteer(who, network, vacant=vacant),
        Reason.NOT_YOUR_NETWORK if vacant else Reason.NOT_VACANT,
    )
    offer, new = Volunteer.objects.update_or_create(
        member=actor, network=network, outcome=Volunteer.Outcome.WAITING,
        defaults={"words": careful(words, most=2000)},
    )  # fmt: skip
    if new:
        record(VolunteerOffered(volunteer_id=offer.pk))
    return offer
