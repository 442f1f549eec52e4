"""The secretariat lays a file aside."""

from django.db import transaction

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Import
from regions.permissions import Reason, can_manage_memberships, require

OPEN = (Import.State.READING, Import.State.READY)


@transaction.atomic
def drop_import(actor: Actor, import_id: int) -> Import:
    """Its bytes and its plan go; that it was there stays. Raises Refused."""
    row = Import.objects.select_for_update().get(pk=import_id)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    require(row.state in OPEN, Reason.ALREADY_DECIDED)
    row.state, row.content, row.plan, row.lease_token = Import.State.DROPPED, b"", {}, ""
    row.save(update_fields=["state", "content", "plan", "lease_token"])
    write_entry("drop_import", actor_id=actor_id(actor), subject=f"import {row.pk}")
    return row
