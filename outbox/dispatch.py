"""From recorded events to their handlers: each event to each of its handlers, at least once, in order of recording."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from outbox.leases import claim, release
from outbox.models import Event

log = structlog.get_logger(__name__)
Handler = Callable[[Any, int], None]
BATCH = 20
UNHANDLED = Q(handled__isnull=True)


def drain_events() -> int:
    """Handle all events that are due; returns how many."""
    done = 0
    while rows := claim(Event, UNHANDLED, limit=BATCH, seconds=settings.LEASE_SECONDS):
        for row in rows:
            done += handle(row)
    return done


def handle(row: Event) -> bool:
    """Run the event's handlers, each in a transaction of its own; a failure leaves the event to be tried again.

    Handlers are idempotent, so those that succeeded may run again.
    """
    routes: dict[type, tuple[Handler, ...]] = import_string(settings.EVENT_ROUTES)
    kinds = {kind.__name__: kind for kind in routes}
    kind = kinds.get(row.name)
    if kind is None:
        release(row, error=f"no route for {row.name}")
        log.error("event without a route", name=row.name, id=row.pk)
        return False
    event = kind(**row.payload)
    try:
        for handler in routes[kind]:
            with transaction.atomic():
                handler(event, row.pk)
    except Exception as error:
        release(row, error=f"{type(error).__name__}: {error}")
        log.exception("event handler failed", name=row.name, id=row.pk, attempts=row.attempts)
        return False
    Event.objects.filter(pk=row.pk).update(handled=timezone.now(), lease_token="", lease_until=None)
    return True
