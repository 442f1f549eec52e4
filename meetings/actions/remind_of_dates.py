"""Who arranges a meeting reminds those who have not said which dates suit."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import DatesReminded
from meetings.lifecycle import Act, after
from meetings.models import Meeting
from outbox.record import record
from regions.permissions import Reason, can_ask_dates, require
from regions.standing import standing_of

PAUSE = timedelta(hours=20)  # once a day


@transaction.atomic
def remind_of_dates(actor: Member, meeting_id: int, *, now: datetime | None = None) -> Meeting:
    """Raises NotVisible, Refused."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_ask_dates, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    after(meeting.state, Act.SAY_WHICH_DATES)
    now = now or timezone.now()
    require(meeting.reminded is None or meeting.reminded <= now - PAUSE, Reason.REMINDED_TODAY)
    Meeting.objects.filter(pk=meeting.pk).update(reminded=now)
    write_entry("remind_of_dates", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    record(DatesReminded(meeting_id=meeting.pk))
    return meeting
