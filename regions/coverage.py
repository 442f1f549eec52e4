"""Which services have a member, region by region: for pages that members read. No contact of the secretariat's is
read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import Member
from regions.directory import listed_members, members_today, places_today
from regions.models import Membership, Network, Service


@dataclass(frozen=True)
class ServiceRow:
    """A service as members see it: its lead if that is a member of today, and how many members it has."""

    service: Service
    lead: Member | None
    members: int
    lead_is_listed: bool = False


@dataclass(frozen=True)
class RegionCount:
    """How far a region is covered."""

    network: Network
    members: int = 0
    services: int = 0
    without: int = 0

    @property
    def with_member(self) -> int:
        return self.services - self.without

    @property
    def share(self) -> int:
        """In per cent, of services that have a member."""
        return round(100 * self.with_member / self.services) if self.services else 0


CONTACT = ("contact_name", "contact_address", "contact_phone")


def open_services() -> QuerySet[Service]:
    """With lead and region, and without the contact."""
    return Service.objects.filter(closed=None).select_related("lead", "region").defer(*CONTACT)


def service_rows(services: Iterable[Service], *, today: date | None = None) -> list[ServiceRow]:
    """The services in their order, with lead and number of members. Four queries, for any number of them."""
    today = today or timezone.localdate()
    found = list(services)
    known = set(members_today(today).filter(memberships__service__in=found).values_list("pk", flat=True))
    listed = set(listed_members(today).filter(leads__in=found).values_list("pk", flat=True))
    places = places_today(today).filter(service__in=found, member__in=known)
    counted: dict[int, set[int]] = {}
    for service_id, member_id in places.values_list("service_id", "member_id"):
        counted.setdefault(service_id, set()).add(member_id)
    return [
        ServiceRow(
            service,
            service.lead if service.lead_id in counted.get(service.pk, ()) else None,
            len(counted.get(service.pk, ())),
            service.lead_id in listed,
        )
        for service in found
    ]


def get_service(slug: str, *, today: date | None = None) -> Service | None:
    """The service for its page: authorities, history, and its members of today who are listed. Nobody's contact."""
    today = today or timezone.localdate()
    listed = places_today(today).filter(member__in=listed_members(today))
    return (
        Service.objects.filter(slug=slug)
        .defer(*CONTACT)
        .select_related("region", "lead", "merged_into")
        .prefetch_related(
            "authorities",
            "changes__other",
            Prefetch("memberships", listed.select_related("member").order_by("member__last_name"), to_attr="places"),
        )
        .first()
    )


def lead_of(service: Service, *, today: date | None = None) -> Member | None:
    """The lead, if a member of today with a place in this service: who has left heads nothing here."""
    known = members_today(today).filter(memberships__in=places_today(today).filter(service=service))
    return known.filter(pk=service.lead_id).first() if service.lead_id else None


def region_counts(*, today: date | None = None) -> dict[int, RegionCount]:
    """Members, services, and services without a member, for each region. Three queries."""
    today = today or timezone.localdate()
    members: dict[int, set[int]] = {}
    served: set[int] = set()
    places = Membership.objects.filter(pk__in=places_today(today).values("pk"), member__in=members_today(today))
    for region_id, service_id, member_id in places.values_list("service__region_id", "service_id", "member_id"):
        members.setdefault(region_id, set()).add(member_id)
        served.add(service_id)
    services: dict[int, list[int]] = {}
    for region_id, service_id in open_services().values_list("region_id", "pk"):
        services.setdefault(region_id, []).append(service_id)
    regions = Network.objects.filter(kind=Network.Kind.REGION)
    return {
        one.pk: RegionCount(
            one, len(members.get(one.pk, ())), len(services.get(one.pk, ())),
            sum(pk not in served for pk in services.get(one.pk, ())),
        )
        for one in regions
    }  # fmt: skip
