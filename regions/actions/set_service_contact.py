"""The secretariat notes whom to write to at a service whose head is no member."""

from django.db import transaction

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.locking import locked_service, require_version
from regions.models import Service
from regions.permissions import Reason, can_manage_services


@transaction.atomic
def set_service_contact(actor: Actor, service_id: int, *, version: int, name: str, address: str, phone: str) -> Service:
    """Kept for the secretariat alone: shown on no other page, in no list and no export for members."""
    service = locked_service(service_id)
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(service, version)
    service.contact_name, service.contact_address, service.contact_phone = name, address, phone
    service.version += 1
    service.save(update_fields=["contact_name", "contact_address", "contact_phone", "version"])
    write_entry(
        "set_service_contact", actor_id=actor_id(actor), subject=f"service {service.pk}", network_id=service.region_id
    )
    return service
