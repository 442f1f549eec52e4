"""The lead, or the secretariat, takes a colleague's place back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.ending import end_place, yesterday
from regions.events import ColleagueRemoved
from regions.locking import locked_place
from regions.models import Membership
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_places, require
from regions.problems import Problem


@transaction.atomic
def remove_colleague(actor: Actor, membership_id: int, *, last_day: date, today: date | None = None) -> Membership:
    """Access ends with the last day, by itself; yesterday's date ends it at once. Posts stay."""
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    require_of(actor, lambda who: can_manage_places(who, place.service_id), Reason.NOT_THE_LEAD)
    takes_one = place.tier == Membership.Tier.SECOND and place.through_service
    require(takes_one, Reason.NOT_THE_SECRETARIAT)
    require(place.status != Membership.Status.ENDED, Reason.ALREADY_DECIDED)
    if last_day < yesterday(today):
        raise Problem("last_day", "The last day cannot lie in the past.")
    end_place(place, last_day=last_day, today=today)
    settle_places(service=place.service, today=today)
    write_entry(
        "remove_colleague", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=place.service.region_id, details={"ends": str(place.ends)},
    )  # fmt: skip
    record(ColleagueRemoved(membership_id=place.pk))
    return place
