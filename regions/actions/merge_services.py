"""The secretariat merges a service into another one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.ending import end_place, hand_lead, yesterday
from regions.locking import locked_services, require_version
from regions.models import Application, Authority, Invitation, Membership, Service, ServiceChange, Subscription
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_services, require
from regions.problems import Problem
from regions.rights_changed import rights_changed


@transaction.atomic
def merge_services(actor: Actor, service_id: int, *, into_id: int, version: int, today: date | None = None) -> Service:
    """Members, authorities and what was paid move; the old service is closed, and its page leads on to the other.

    Memberships keep their row and their dates; posts keep the author line of their day. Returns the service that stays.
    """
    today = today or timezone.localdate()
    if service_id == into_id:
        raise Problem("into", "Choose another service.")
    both = locked_services([service_id, into_id])
    old, new = both[service_id], both[into_id]
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(old, version)
    require(old.closed is None and new.closed is None, Reason.SERVICE_CLOSED)
    lead = old.lead
    moved = _move_members(old, new, today)
    Authority.objects.filter(service=old).update(service=new)
    _move_subscriptions(old, new)
    _move_what_is_open(old, new)
    old.closed, old.merged_into, old.lead = today, new, None
    old.version += 1
    old.save(update_fields=["closed", "merged_into", "lead", "version"])
    if new.lead_id is None and lead is not None:
        hand_lead(new, lead, today=today)
    ServiceChange.objects.create(service=old, kind=ServiceChange.Kind.MERGED, on=today, other=new)
    ServiceChange.objects.create(
        service=new, kind=ServiceChange.Kind.MERGED, on=today, other=old, note=f"took in {old.name}"[:400]
    )
    settle_places(service=new, today=today)
    for member_id in moved:
        rights_changed(member_id)
    write_entry(
        "merge_services", actor_id=actor_id(actor), subject=f"service {old.pk}", network_id=new.region_id,
        details={"into": new.pk, "from_region": old.region_id, "memberships": len(moved)},
    )  # fmt: skip
    return new


def _move_members(old: Service, new: Service, today: date) -> list[int]:
    """Every place moves as it is; who has one in both keeps that of the new service. Returns the people."""
    places = list(Membership.objects.select_for_update().filter(service=old).exclude(status="ended").order_by("pk"))
    there = set(new.memberships.exclude(status="ended").values_list("member_id", flat=True))
    for place in places:
        if place.member_id in there:
            end_place(place, last_day=yesterday(today), today=today)
    moving = [place.pk for place in places if place.member_id not in there]
    Membership.objects.filter(pk__in=moving).update(service=new)
    return sorted({place.member_id for place in places})


def _move_subscriptions(old: Service, new: Service) -> None:
    """A year that only the old service paid moves; of one that both paid the places are added."""
    for year in Subscription.objects.filter(service=old, void=False):
        there = Subscription.objects.filter(service=new, starts=year.starts).first()
        if there is None:
            year.service = new
            year.save(update_fields=["service"])
        else:
            there.places = year.places if there.void else there.places + year.places
            there.merged = [*there.merged, [timezone.now().isoformat(), year.places]]
            there.void = False
            there.save(update_fields=["places", "merged", "void"])


def _move_what_is_open(old: Service, new: Service) -> None:
    """Who is on the way in arrives at the service that stays."""
    waiting = Invitation.objects.filter(service=old, accepted=None, withdrawn=None)
    known = Invitation.objects.filter(service=new, accepted=None, withdrawn=None).values_list("address", flat=True)
    waiting.filter(address__in=list(known)).update(withdrawn=timezone.now())
    waiting.update(service=new)
    undecided = (Application.State.UNPROVEN, Application.State.WAITING)
    Application.objects.filter(service=old, state__in=undecided).update(service=new)
