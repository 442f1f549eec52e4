"""The secretariat closes a network: nobody posts in it any more, and all can still read."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Network
from regions.permissions import Reason, can_manage_networks, require
from regions.rights_changed import readers_changed

CLOSABLE = (Network.Kind.REGION, Network.Kind.GROUP)


@transaction.atomic
def close_network(actor: Actor, network_id: int, *, version: int, today: date | None = None) -> Network:
    """A region is closed only when no service is left in it: while there are some, it is merged instead."""
    network = Network.objects.select_for_update().get(pk=network_id)
    require_of(actor, can_manage_networks, Reason.NOT_THE_SECRETARIAT)
    require(network.version == version and network.closed is None, Reason.CHANGED_MEANWHILE)
    in_use = network.services.filter(closed=None).exists()
    require(network.kind in CLOSABLE and not in_use, Reason.STILL_IN_USE)
    network.closed = today or timezone.localdate()
    network.version += 1
    network.save(update_fields=["closed", "version"])
    readers_changed(network.pk)
    write_entry(
        "close_network", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk,
        details={"closed": str(network.closed)},
    )  # fmt: skip
    return network
