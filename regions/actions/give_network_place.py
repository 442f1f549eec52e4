"""A member joins a group that crosses regions."""

from datetime import date

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Network, NetworkPlace
from regions.permissions import Reason, can_manage_group, require
from regions.rights_changed import rights_changed


@transaction.atomic
def give_network_place(actor: Actor, member: Member, network: Network, *, starts: date) -> NetworkPlace:
    """Give the place, or open again one that had ended."""
    require_of(actor, lambda who: can_manage_group(who, network), Reason.NOT_THE_REPRESENTATIVE)
    require(network.closed is None, Reason.NETWORK_CLOSED)
    place, _ = NetworkPlace.objects.update_or_create(
        member=member, network=network, defaults={"starts": starts, "ends": None}
    )
    rights_changed(member.pk)
    write_entry(
        "give_network_place", actor_id=actor_id(actor), subject=f"place {place.pk}", member_id=member.pk,
        network_id=network.pk,
    )  # fmt: skip
    return place
