"""Who came to a network after its meeting was fixed is invited as well: a newcomer's first meeting."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.events import LatecomersInvited
from meetings.invitations import invite_all
from meetings.lifecycle import State
from meetings.models import Meeting
from meetings.streams import meeting_stream
from outbox.record import record


def invite_latecomers(*, now: datetime | None = None) -> int:
    """By the clock, for each fixed meeting that has not begun; returns how many people were invited."""
    coming = Meeting.objects.filter(state=State.FIXED, elsewhere=False, starts__gt=now or timezone.now())
    return sum(_invite(pk) for pk in list(coming.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _invite(meeting_id: int) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    made = invite_all(meeting) if meeting.state == State.FIXED else 0
    if made:
        record(LatecomersInvited(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return made
