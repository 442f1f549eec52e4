"""Somebody takes the members of the product, or of one region, out of it."""

from django.db import transaction

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.exporting import Cell, lines, memberships
from regions.models import Network
from regions.permissions import Reason, can_export_members, can_export_region


@transaction.atomic
def export_members(actor: Actor, *, region: Network | None = None) -> list[list[Cell]]:
    """The rows of the file: all places for the secretariat, or of one region for who may see them. Raises Refused."""
    if region is None:
        require_of(actor, can_export_members, Reason.NOT_THE_SECRETARIAT)
    else:
        require_of(actor, lambda who: can_export_region(who, region), Reason.NOT_THE_REPRESENTATIVE)
    rows = list(lines(memberships(region)))
    write_entry(
        "export_members" if region is None else "export_region", actor_id=actor_id(actor),
        network_id=region.pk if region else None, details={"rows": len(rows)},
    )  # fmt: skip
    return rows
