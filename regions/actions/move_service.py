"""The secretariat moves a service to another region."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.locking import locked_service, require_version
from regions.models import Membership, Network, Service, ServiceChange
from regions.permissions import Reason, can_manage_services, require
from regions.problems import Problem
from regions.rights_changed import rights_changed


@transaction.atomic
def move_service(actor: Actor, service_id: int, *, version: int, region_id: int, today: date | None = None) -> Service:
    """Its members read and post in the new region from this moment, and no longer in the old one."""
    service = locked_service(service_id)
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(service, version)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    region = Network.objects.filter(pk=region_id, kind=Network.Kind.REGION, closed=None).first()
    if region is None or region.pk == service.region_id:
        raise Problem("region", "Choose another region.")
    before, service.region = service.region, region
    service.version += 1
    service.save(update_fields=["region", "version"])
    ServiceChange.objects.create(
        service=service, kind=ServiceChange.Kind.MOVED, on=today or timezone.localdate(), note=f"from {before.name}"
    )
    for member_id in members_of(service):
        rights_changed(member_id)
    write_entry(
        "move_service", actor_id=actor_id(actor), subject=f"service {service.pk}", network_id=region.pk,
        details={"from": before.pk, "to": region.pk},
    )  # fmt: skip
    return service


def members_of(service: Service) -> list[int]:
    """Everybody with a place that has not ended, in one order: their rights change with the service's region."""
    places = Membership.objects.filter(service=service).exclude(status=Membership.Status.ENDED)
    return sorted(set(places.values_list("member_id", flat=True)))
