"""The secretariat names the member who looks after a service's record and places."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.ending import hand_lead
from regions.locking import locked_service, require_version
from regions.models import Membership, Service
from regions.permissions import Reason, can_manage_services, require
from regions.places import not_over
from regions.problems import Problem


@transaction.atomic
def name_lead(
    actor: Actor, service_id: int, *, version: int, member_id: int | None, today: date | None = None
) -> Service:
    """The lead is somebody with a place in the service; None leaves it without one."""
    today = today or timezone.localdate()
    service = locked_service(service_id)
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(service, version)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    lead = Member.objects.filter(pk=member_id).first() if member_id else None
    here = Membership.objects.filter(not_over(today), service=service, member=lead)
    if member_id is not None and (lead is None or not here.exists()):
        raise Problem("lead", "The lead has to be somebody with a place in the service.")
    hand_lead(service, lead, today=today)
    write_entry(
        "name_lead", actor_id=actor_id(actor), subject=f"service {service.pk}", member_id=member_id,
        network_id=service.region_id,
    )  # fmt: skip
    return service
