"""The secretariat's note: which one stands on top of the weekly letters today."""

from datetime import datetime, timedelta

from django.utils import timezone

from notifications.models import DigestNote

STANDS = timedelta(days=7)
LONGEST = 2000


def note_of_now(*, now: datetime | None = None) -> DigestNote | None:
    since = (now or timezone.now()) - STANDS
    return DigestNote.objects.filter(ended=None, created__gt=since).order_by("-created").first()
