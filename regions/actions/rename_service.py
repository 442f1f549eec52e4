"""The secretariat gives a service another name, and another address if so."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.locking import locked_service, require_version
from regions.models import Service, ServiceAlias, ServiceChange
from regions.permissions import Reason, can_manage_services
from regions.problems import Problem


@transaction.atomic
def rename_service(
    actor: Actor, service_id: int, *, version: int, name: str, slug: str, today: date | None = None
) -> Service:
    """The old address leads on; posts keep the name of their day. Raises Problem for a name or an address in use."""
    service = locked_service(service_id)
    require_of(actor, can_manage_services, Reason.NOT_THE_SECRETARIAT)
    require_version(service, version)
    check_name_is_free(name, slug, but=service)
    was, service.name = service.name, name
    if slug != service.slug:
        ServiceAlias.objects.filter(slug=slug, service=service).delete()
        ServiceAlias.objects.create(slug=service.slug, service=service)
        service.slug = slug
    service.version += 1
    service.save(update_fields=["name", "slug", "version"])
    if was != name:
        note, on = f"until then {was}", today or timezone.localdate()
        ServiceChange.objects.create(service=service, kind=ServiceChange.Kind.RENAMED, on=on, note=note)
    write_entry(
        "rename_service", actor_id=actor_id(actor), subject=f"service {service.pk}", network_id=service.region_id
    )
    return service


def check_name_is_free(name: str, slug: str, *, but: Service | None = None) -> None:
    others = Service.objects.exclude(pk=but.pk) if but else Service.objects.all()
    if others.filter(name__iexact=name).exists():
        raise Problem("name", "Another service has this name.")
    taken = others.filter(slug=slug).exists() or ServiceAlias.objects.filter(slug=slug).exclude(service=but).exists()
    if taken:
        raise Problem("slug", "Another service has, or had, this address.")
