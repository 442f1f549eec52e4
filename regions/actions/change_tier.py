"""The secretariat changes a membership's tier, its job title, or who pays for it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.locking import locked_place, require_version
from regions.models import Membership
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_memberships, require
from regions.places import places_of
from regions.rights_changed import rights_changed


@transaction.atomic
def change_tier(
    actor: Actor, membership_id: int, *, version: int, tier: str, job_title: str, through_service: bool,
    today: date | None = None,
) -> Membership:  # fmt: skip
    """The row and its dates stay. Who comes under a service's places needs one that is left."""
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    require_version(place, version)
    require(place.status != Membership.Status.ENDED, Reason.ALREADY_DECIDED)
    second = Membership.Tier.SECOND
    takes, took = (tier == second and through_service), (place.tier == second and place.through_service)
    require(took or not takes or places_of(place.service, today=today).left > 0, Reason.NO_PLACE_LEFT)
    was, place.tier = place.tier, Membership.Tier(tier)
    place.job_title, place.through_service = job_title, through_service
    place.version += 1
    place.save(update_fields=["tier", "job_title", "through_service", "version"])
    settle_places(service=place.service, today=today)
    rights_changed(place.member_id)
    write_entry(
        "change_tier", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=place.service.region_id,
        details={"from": was, "to": tier, "through_service": through_service},
    )  # fmt: skip
    place.refresh_from_db()
    return place
