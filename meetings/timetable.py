"""What comes round by the clock: a fixed meeting that is over was held."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.lifecycle import Act, State, after
from meetings.models import Meeting


@transaction.atomic
def hold_past_meetings(*, now: datetime | None = None) -> int:
    """Returns how many were over. Each quarter of an hour; no answer is taken from the minute that it begins."""
    over = Meeting.objects.filter(state=State.FIXED, ends__lte=now or timezone.now())
    return over.update(state=after(State.FIXED, Act.HOLD))
