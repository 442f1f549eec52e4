"""A representative or an officer suspends a membership."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import MembershipSuspended
from regions.locking import locked_place
from regions.models import Membership
from regions.permissions import Reason, can_suspend, require
from regions.places import not_over
from regions.problems import Problem
from regions.rights_changed import rights_changed


@transaction.atomic
def suspend_member(
    actor: Actor, membership_id: int, *, reason: str, until: date | None, today: date | None = None
) -> Membership:
    """The person reads nothing of the boards from this moment until the day after `until`; with None, until it is
    lifted. They are told the reason, the last day, and whom to appeal to.
    """
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    is_self = actor is not None and actor.pk == place.member_id
    region = place.service.region
    require_of(actor, lambda who: can_suspend(who, region, is_self=is_self), Reason.NOT_THE_REPRESENTATIVE)
    require(Membership.objects.filter(not_over(today), pk=place.pk).exists(), Reason.ALREADY_DECIDED)
    if until is not None and until < today:
        raise Problem("until", "The last day cannot lie in the past.")
    place.status, place.reason, place.suspended_until = Membership.Status.SUSPENDED, reason, until
    place.suspended_by = actor
    place.version += 1
    place.save(update_fields=["status", "reason", "suspended_until", "suspended_by", "version"])
    rights_changed(place.member_id)
    write_entry(
        "suspend_member", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=region.pk, details={"until": str(until) if until else None},
    )  # fmt: skip
    record(MembershipSuspended(membership_id=place.pk))
    return place
