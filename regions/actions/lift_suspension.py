"""A suspension is lifted before its last day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import SuspensionLifted
from regions.locking import locked_place
from regions.models import Membership
from regions.payment import settle_places
from regions.permissions import Reason, can_suspend, require
from regions.rights_changed import rights_changed
from regions.status import Word, word_of


@transaction.atomic
def lift_suspension(actor: Actor, membership_id: int, *, today: date | None = None) -> Membership:
    """The person reads again at once, and writes if their subscription is paid."""
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    is_self = actor is not None and actor.pk == place.member_id
    region = place.service.region
    require_of(actor, lambda who: can_suspend(who, region, is_self=is_self), Reason.NOT_THE_REPRESENTATIVE)
    require(word_of(place, today) is Word.SUSPENDED, Reason.ALREADY_DECIDED)
    place.status, place.reason, place.suspended_until = Membership.Status.CURRENT, "", None
    place.version += 1
    place.save(update_fields=["status", "reason", "suspended_until", "version"])
    settle_places(service=place.service, today=today)
    rights_changed(place.member_id)
    write_entry(
        "lift_suspension", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=region.pk,
    )  # fmt: skip
    record(SuspensionLifted(membership_id=place.pk))
    return place
