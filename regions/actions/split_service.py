"""The secretariat splits a service: some of its authorities, and some of its members, form a new one."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.actions.rename_service import check_name_is_free
from regions.ending import hand_lead
from regions.locking import locked_service, require_version
from regions.models import Authority, Membership, Service, ServiceChange, Subscription
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_services, require
from regions.places import taking_a_place
from regions.problems import Problem
from regions.rights_changed import rights_changed


@dataclass(frozen=True)
class Part:
    """What forms the new service. Its lead, if named, is one of the members who move."""

    name: str
    slug: str
    authorities: list[str]
    membership_ids: list[int]
    lead_id: int | None = None


@transaction.atomic
def split_service(actor: Actor, service_id: int, part: Part, *, version: int, today: date | None = None) -> Service:
    """The memberships that move keep their row, their dates and what was paid. Returns the new service."""
    today = today or timezone.localdate()
    old = locked_service(service_id)
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(old, version)
    require(old.closed is None, Reason.SERVICE_CLOSED)
    check_name_is_free(part.name, part.slug)
    moving = _authorities(old, part)
    places = list(Membership.objects.select_for_update().filter(pk__in=part.membership_ids, service=old))
    new = Service.objects.create(name=part.name, slug=part.slug, region=old.region)
    Authority.objects.filter(pk__in=moving).update(service=new)
    _share_subscriptions(old, new, places, today)
    Membership.objects.filter(pk__in=[place.pk for place in places]).update(service=new)
    _name_leads(old, new, part.lead_id, {place.member_id for place in places}, today)
    ServiceChange.objects.create(service=new, kind=ServiceChange.Kind.OPENED, on=today, other=old, note="by a split")
    note = f"{part.name} became a service of its own"
    ServiceChange.objects.create(service=old, kind=ServiceChange.Kind.SPLIT, on=today, other=new, note=note[:400])
    settle_places(service=old, today=today)
    settle_places(service=new, today=today)
    for member_id in sorted({place.member_id for place in places}):
        rights_changed(member_id)
    write_entry(
        "split_service", actor_id=actor_id(actor), subject=f"service {old.pk}", network_id=old.region_id,
        details={"new": new.pk, "authorities": sorted(moving), "memberships": len(places)},
    )  # fmt: skip
    return new


def _authorities(old: Service, part: Part) -> set[str]:
    """Those that move: at least one, and at least one stays."""
    here = set(Authority.objects.filter(service=old).values_list("pk", flat=True))
    moving = here & set(part.authorities)
    if not moving or moving == here:
        raise Problem("authorities", "Choose at least one authority, and leave at least one where it is.")
    return moving


def _share_subscriptions(old: Service, new: Service, places: list[Membership], today: date) -> None:
    """Nobody loses what was paid: the new service has the same years; the places that move are taken off the old."""
    ids = [place.pk for place in places]
    moving = Membership.objects.filter(taking_a_place(today), pk__in=ids).count()
    for year in Subscription.objects.filter(service=old, void=False, ends__gte=today):
        given = min(moving, year.places)
        Subscription.objects.create(service=new, places=given, starts=year.starts, ends=year.ends)
        year.places -= given
        year.save(update_fields=["places"])


def _name_leads(old: Service, new: Service, lead_id: int | None, moving: set[int], today: date) -> None:
    if lead_id is not None and lead_id not in moving:
        raise Problem("lead", "The lead of the new service has to be one of the members who move.")
    lead = old.lead if old.lead_id in moving else None
    if lead is not None:
        hand_lead(old, None, today=today)
    else:
        Service.objects.filter(pk=old.pk).update(version=old.version + 1)
    chosen = Membership.objects.filter(service=new, member_id=lead_id).first() if lead_id else None
    if chosen is not None or lead is not None:
        hand_lead(new, chosen.member if chosen else lead, today=today)
