"""A member's place in a group ends."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Network, NetworkPlace
from regions.permissions import Reason, can_manage_group
from regions.rights_changed import rights_changed


@transaction.atomic
def end_network_place(actor: Actor, member_id: int, network: Network, *, today: date | None = None) -> None:
    """End the place at once; doing so again changes nothing. What the member wrote stays."""
    place = NetworkPlace.objects.select_for_update().filter(member=member_id, network=network).first()
    require_of(actor, lambda who: can_manage_group(who, network), Reason.NOT_THE_REPRESENTATIVE)
    yesterday = (today or timezone.localdate()) - timedelta(days=1)
    if place is None or (place.ends is not None and place.ends <= yesterday):
        return
    place.ends = yesterday
    place.save(update_fields=["ends"])
    rights_changed(member_id)
    write_entry(
        "end_network_place", actor_id=actor_id(actor), subject=f"place {place.pk}", member_id=member_id,
        network_id=network.pk,
    )  # fmt: skip
