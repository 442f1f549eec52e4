"""A membership gets its last day: a member leaves, or the secretariat records it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.actions.invite_person import invite_person
from regions.ending import end_place, hand_lead
from regions.events import MembershipEndSet
from regions.locking import locked_place, require_version
from regions.models import Membership
from regions.payment import settle_places
from regions.permissions import Reason, can_end_membership, require
from regions.places import not_over
from regions.problems import Problem


@dataclass(frozen=True)
class Successor:
    """Somebody from outside who follows: invited to the same place, for the day after."""

    address: str
    first_name: str
    last_name: str
    job_title: str = ""


@transaction.atomic
def end_membership_on(
    actor: Actor, membership_id: int, *, last_day: date, reason: str = "", version: int | None = None,
    successor: Successor | None = None, new_lead_id: int | None = None, today: date | None = None,
) -> Membership:  # fmt: skip
    """Access ends with that day, by itself; posts stay. A successor is invited, or a colleague becomes the lead."""
    today = today or timezone.localdate()
    place = locked_place(membership_id)
    is_own = actor is not None and actor.pk == place.member_id
    require_of(actor, lambda who: can_end_membership(who, is_own=is_own), Reason.NOT_YOURS)
    if version is not None:
        require_version(place, version)
    require(place.status != Membership.Status.ENDED, Reason.ALREADY_DECIDED)
    if last_day < place.starts or (last_day < today - timedelta(days=1) and is_own):
        raise Problem("last_day", "The last day cannot be before the place began, nor long past.")
    leads = place.service.lead_id == place.member_id
    if successor is not None:
        _invite(actor, place, successor, last_day, becomes_lead=leads and new_lead_id is None)
    if new_lead_id is not None:
        require(leads, Reason.NOT_THE_LEAD)
        hand_lead(place.service, _colleague(place, new_lead_id, today), today=today)
    end_place(place, last_day=last_day, today=today, reason=reason)
    settle_places(service=place.service, today=today)
    write_entry(
        "end_membership", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=place.member_id,
        network_id=place.service.region_id, details={"ends": str(last_day), "new_lead": new_lead_id},
    )  # fmt: skip
    record(MembershipEndSet(membership_id=place.pk))
    return place


def _invite(actor: Actor, place: Membership, who: Successor, last_day: date, *, becomes_lead: bool) -> None:
    invite_person(
        actor, address=who.address, first_name=who.first_name, last_name=who.last_name, service=place.service,
        tier=place.tier, job_title=who.job_title or place.job_title, through_service=place.through_service,
        becomes_lead=becomes_lead, starts=last_day + timedelta(days=1),
    )  # fmt: skip


def _colleague(place: Membership, member_id: int, today: date) -> Member:
    """Somebody with a place in the service who stays."""
    others = Membership.objects.filter(not_over(today), service=place.service, member_id=member_id)
    found = others.exclude(member_id=place.member_id).select_related("member").first()
    if found is None:
        raise Problem("new_lead", "Choose a colleague of the service.")
    return found.member
