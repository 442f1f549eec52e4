"""The meeting that came after: it is the one that agrees the minutes."""

from datetime import date

from django.utils import timezone

from meetings.lifecycle import State
from meetings.models import Meeting

OVER = (State.FIXED, State.HELD, State.MINUTED)


def next_meeting_day(meeting: Meeting) -> date | None:
    """Of the same network, if it has been."""
    if meeting.starts is None:
        return None
    after = Meeting.objects.filter(
        network=meeting.network_id, state__in=OVER, starts__gt=meeting.starts, day__lte=timezone.localdate()
    )
    return after.order_by("starts").values_list("day", flat=True).first()
