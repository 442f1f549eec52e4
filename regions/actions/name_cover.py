"""It is said which network's representatives look after another while it has none."""

from django.db import transaction
from django.db.models import Q

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.cover import LOCAL, cover_changes
from regions.events import CoverNamed
from regions.models import Network
from regions.permissions import Reason, can_name_cover, require


@transaction.atomic
def name_cover(actor: Actor, network: Network, cover: Network | None) -> Network:
    """`cover` is a region; None: the executive. Raises Refused."""
    network = Network.objects.select_for_update().get(pk=network.pk)
    require_of(actor, can_name_cover, Reason.NOT_THE_EXECUTIVE)
    possible = cover is None or (cover.pk != network.pk and cover.kind == Network.Kind.REGION and cover.closed is None)
    require(network.kind in LOCAL and possible, Reason.NOT_A_NEIGHBOUR)
    cover_changes(Q(pk=network.pk))  # who covered until now
    network.covered_by = cover
    network.version += 1
    network.save(update_fields=["covered_by", "version"])
    cover_changes(Q(pk=network.pk))
    write_entry(
        "name_cover", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk,
        details={"cover": cover.pk if cover else None},
    )  # fmt: skip
    if cover is not None:
        record(CoverNamed(network_id=network.pk))
    return network
