"""Locks in one order, a service before its memberships, so that two actions never wait for each other in a ring."""

from regions.models import Membership, Service
from regions.permissions import Reason, require


def locked_service(service_id: int) -> Service:
    return Service.objects.select_for_update().get(pk=service_id)


def locked_services(service_ids: list[int]) -> dict[int, Service]:
    found = Service.objects.select_for_update().filter(pk__in=service_ids).order_by("pk")
    return {service.pk: service for service in found}


def locked_place(membership_id: int) -> Membership:
    """The membership with its service, both locked."""
    service = locked_service(Membership.objects.values_list("service_id", flat=True).get(pk=membership_id))
    place = Membership.objects.select_for_update().get(pk=membership_id)
    place.service = service
    return place


def require_version(row: Service | Membership, version: int) -> None:
    """Of two forms that began with the same version the later is refused, and nothing is overwritten."""
    require(row.version == version, Reason.CHANGED_MEANWHILE)
