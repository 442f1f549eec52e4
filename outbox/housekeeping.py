"""Forgetting events that have been handled long ago."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from outbox.models import Event

KEPT = timedelta(days=30)  # longer than any page stays open: a page asks for what it missed by these rows


def forget_old_events(*, now: datetime | None = None) -> int:
    """Delete events handled more than thirty days ago; unhandled ones stay, however old. Returns how many."""
    return Event.objects.filter(handled__lt=(now or timezone.now()) - KEPT).delete()[0]


def gather_statistics() -> None:
    """SQLite plans by statistics that nobody gathers for it; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")
