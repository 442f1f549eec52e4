"""The secretariat has seen what a file would change, and says: do it."""

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.queue import wake
from regions.acting import Actor, actor_id, require_of
from regions.models import Import
from regions.permissions import Reason, can_manage_memberships, require


@transaction.atomic
def apply_import(actor: Actor, import_id: int, *, digest: str, welcome: bool = False) -> Import:
    """Hand it to the worker, who does all of it in one transaction. `digest`: of the plan that was shown; another one
    means that the page was old. `welcome`: a letter to each new member. Raises Refused.
    """
    row = Import.objects.select_for_update().get(pk=import_id)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    require(row.state == Import.State.READY, Reason.ALREADY_DECIDED)
    require(bool(digest) and row.plan.get("digest") == digest, Reason.CHANGED_MEANWHILE)
    row.state, row.fault, row.attempts, row.next_try = Import.State.APPLYING, "", 0, timezone.now()
    row.plan |= {"applied_by": actor_id(actor), "welcome": welcome}
    row.save(update_fields=["state", "fault", "attempts", "next_try", "plan"])
    wake("imports")
    details = {**row.plan["counts"], "welcome": welcome}
    write_entry("apply_import", actor_id=actor_id(actor), subject=f"import {row.pk}", details=details)
    return row
