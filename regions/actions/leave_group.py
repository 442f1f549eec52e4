"""A member leaves one group, and stays a member of everything else."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from regions.models import Network, NetworkPlace
from regions.permissions import Reason, can_leave_group, refuse, require
from regions.rights_changed import rights_changed
from regions.standing import standing_of


@transaction.atomic
def leave_group(actor: Member, network: Network, *, today: date | None = None) -> NetworkPlace:
    """The place ends at once; what they wrote stays. Who represents the group hands it on first. Raises Refused."""
    place = NetworkPlace.objects.select_for_update().filter(member=actor, network=network).first()
    who = standing_of(actor)
    require(network.pk not in who.represents, Reason.STILL_REPRESENTS)
    if place is None or not can_leave_group(who, network):
        refuse(Reason.NOT_YOUR_PLACE)
    place.ends = (today or timezone.localdate()) - timedelta(days=1)
    place.save(update_fields=["ends"])
    rights_changed(actor.pk)
    write_entry(
        "leave_group", actor_id=actor.pk, subject=f"place {place.pk}", member_id=actor.pk, network_id=network.pk
    )
    return place
