"""A membership lapses, is suspended, resumes or ends."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Membership
from regions.permissions import Reason, can_manage_memberships
from regions.rights_changed import rights_changed


@transaction.atomic
def change_membership(
    actor: Actor, membership_id: int, *, status: str, reason: str = "", until: date | None = None,
    today: date | None = None,
) -> Membership:  # fmt: skip
    """Set the status; what the member could do ends with this transaction, on the page, by socket and by mail.

    `until` is the last day of a suspension. Ending takes effect at once.
    """
    place = Membership.objects.select_for_update().select_related("service").get(pk=membership_id)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    was = place.status
    place.status, place.reason, place.suspended_until = status, reason, until
    if status == Membership.Status.ENDED:
        yesterday = (today or timezone.localdate()) - timedelta(days=1)
        place.ends = max(place.starts, yesterday)
    place.version += 1
    place.save(update_fields=["status", "reason", "suspended_until", "ends", "version"])
    rights_changed(place.member_id)
    write_entry(
        "change_membership", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=place.service.region_id, details={"from": was, "to": status, "until": str(until) if until else None},
    )  # fmt: skip
    return place
