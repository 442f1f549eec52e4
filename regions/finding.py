"""Finding a service by the address that somebody typed, or kept."""

from regions.models import Service


def service_at(slug: str) -> Service | None:
    """The service that has this address, or once had it."""
    services = Service.objects.select_related("region", "lead", "merged_into")
    return services.filter(slug=slug).first() or services.filter(aliases__slug=slug).first()


def service_today(service: Service) -> Service:
    """What a service has become: itself, or the one that it was merged into, however often."""
    seen: set[int] = set()
    while service.merged_into is not None and service.pk not in seen:
        seen.add(service.pk)
        service = service.merged_into
    return service
