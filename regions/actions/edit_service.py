"""The lead, or the secretariat, keeps the service's own record."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.locking import locked_service, require_version
from regions.models import Service, ServiceChange
from regions.permissions import Reason, can_edit_service, require


@transaction.atomic
def edit_service(
    actor: Actor, service_id: int, *, version: int, about: str, head_post: str, today: date | None = None
) -> Service:
    """Change what members read about the service, and whether the post of its head is held. Memberships stay as they
    are.
    """
    service = locked_service(service_id)
    require_of(actor, lambda who: can_edit_service(who, service.pk), Reason.NOT_THE_LEAD)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    require_version(service, version)
    service.about, service.head_post = about, head_post
    service.version += 1
    service.save(update_fields=["about", "head_post", "version"])
    ServiceChange.objects.create(service=service, kind=ServiceChange.Kind.EDITED, on=today or timezone.localdate())
    write_entry(
        "edit_service", actor_id=actor_id(actor), subject=f"service {service.pk}", network_id=service.region_id,
        details={"head_post": head_post},
    )  # fmt: skip
    return service
