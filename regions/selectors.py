"""Reading networks, representatives and services for pages."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Member
from regions.models import AccessVersion, Membership, Network, NetworkPlace, Office, Representation


def _held(today: date) -> Q:
    return Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))


def representatives_of(network: Network, *, today: date | None = None) -> list[Representation]:
    """Those in office today; empty means a vacancy."""
    found = network.representations.filter(_held(today or timezone.localdate()), member__is_active=True)
    return list(found.select_related("member").order_by("starts", "pk"))


@dataclass(frozen=True)
class RegionRow:
    """What is public of a region."""

    network: Network
    representatives: list[Representation]
    services: int


def regions_with_representatives(*, today: date | None = None) -> list[RegionRow]:
    """The open regions in their order, each with its representatives and the number of its services. Two queries."""
    held = Representation.objects.filter(_held(today or timezone.localdate()), member__is_active=True)
    regions = (
        Network.objects.filter(kind=Network.Kind.REGION, closed=None)
        .select_related("covered_by")
        .annotate(service_count=Count("services", filter=Q(services__closed=None)))
        .prefetch_related(Prefetch("representations", held.select_related("member").order_by("starts", "pk")))
    )
    return [RegionRow(row, list(row.representations.all()), row.service_count) for row in regions]


def places_to_name(*, today: date | None = None) -> QuerySet[Membership]:
    """Everybody's places, first the one to name beside a member: one that is not over, and of those the latest."""
    not_over = ~Q(status=Membership.Status.ENDED) & (Q(ends=None) | Q(ends__gte=today or timezone.localdate()))
    over = Case(When(not_over, then=Value(0)), default=Value(1))
    return Membership.objects.order_by(over, "-starts", "-pk")


def current_membership(member: Member, *, today: date | None = None) -> Membership | None:
    """The place to name beside a member: the current one, or else the latest."""
    places = places_to_name(today=today).filter(member=member)
    return places.select_related("service", "service__region").first()


def member_ids_in(network: Network, *, today: date | None = None) -> set[int]:
    """Everybody the network is their own. Whether each may still read is asked again when something leaves."""
    held = _held(today or timezone.localdate())
    of_regions = Representation.objects.filter(held, network__kind=Network.Kind.REGION)
    reps = set(of_regions.values_list("member_id", flat=True))
    if network.kind == Network.Kind.REGION:
        return set(
            Membership.objects.filter(held, service__region=network)
            .exclude(status=Membership.Status.ENDED)
            .values_list("member_id", flat=True)
        )
    if network.kind == Network.Kind.GROUP:
        return set(NetworkPlace.objects.filter(held, network=network).values_list("member_id", flat=True))
    if network.kind == Network.Kind.REPRESENTATIVES:
        return reps
    if network.kind == Network.Kind.EXECUTIVE:
        officers = Office.objects.filter(held).exclude(name=Office.Name.SECRETARIAT)
        return reps | set(officers.values_list("member_id", flat=True))
    everybody = Membership.objects.filter(held).exclude(status=Membership.Status.ENDED)
    return set(everybody.values_list("member_id", flat=True))


def names_of_office_holders(*, today: date | None = None) -> list[str]:
    """Representatives, officers and the secretariat of today: a name that looks like one of theirs deceives."""
    held = _held(today or timezone.localdate())
    holders = Member.objects.filter(
        Q(pk__in=Representation.objects.filter(held).values("member_id"))
        | Q(pk__in=Office.objects.filter(held).values("member_id"))
    )
    return [f"{first} {last}".strip() for first, last in holders.values_list("first_name", "last_name")]


def access_versions(member_ids: list[int]) -> dict[int, int]:
    """The version of each member's rights, in one query; 0 for those whose rights never changed."""
    found = dict(AccessVersion.objects.filter(member_id__in=member_ids).values_list("member_id", "version"))
    return {pk: found.get(pk, 0) for pk in member_ids}
