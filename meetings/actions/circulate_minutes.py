"""The draft goes to those who were there."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.events import MinutesCirculated
from meetings.minutes.access import minutes_to_write
from meetings.models import Minutes
from outbox.record import record


@transaction.atomic
def circulate_minutes(actor: Member, meeting_id: int) -> Minutes:
    """Once: a second press mails nobody again. Raises NotVisible, Refused."""
    minutes = minutes_to_write(actor, meeting_id)
    if minutes.state != Minutes.State.WRITING:
        return minutes
    minutes.state, minutes.circulated = Minutes.State.CIRCULATED, timezone.now()
    minutes.save(update_fields=["state", "circulated"])
    meeting = minutes.meeting
    write_entry("circulate_minutes", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    record(MinutesCirculated(meeting_id=meeting.pk))
    return minutes
