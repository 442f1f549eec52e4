"""The secretariat opens a network again that was closed by mistake, or is needed after all."""

from django.db import transaction

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Network
from regions.permissions import Reason, can_manage_networks, require
from regions.rights_changed import readers_changed


@transaction.atomic
def reopen_network(actor: Actor, network_id: int, *, version: int) -> Network:
    """One that was merged stays closed: what it had belongs to the other now."""
    network = Network.objects.select_for_update().get(pk=network_id)
    require_of(actor, can_manage_networks, Reason.NOT_THE_SECRETARIAT)
    require(network.version == version and network.closed is not None, Reason.CHANGED_MEANWHILE)
    require(network.merged_into_id is None, Reason.STILL_IN_USE)
    network.closed = None
    network.version += 1
    network.save(update_fields=["closed", "version"])
    readers_changed(network.pk)
    write_entry("reopen_network", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk)
    return network
