"""Who arranges a meeting that has no date yet sets it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import DateFixed
from meetings.invitations import invite_all
from meetings.lifecycle import Act, after
from meetings.models import Meeting
from meetings.streams import meeting_stream
from meetings.wishes import checked_date
from outbox.record import record
from regions.permissions import Reason, can_fix_date, require
from regions.problems import Problem
from regions.standing import standing_of


@dataclass(frozen=True)
class Date:
    day: date | None
    from_time: time | None
    to_time: time | None


@transaction.atomic
def fix_date(actor: Member, meeting_id: int, *, wanted: Date, now: datetime | None = None) -> Meeting:
    """Of two at once the second is told that the date is fixed. Raises NotVisible, Refused, Problem."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_fix_date, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    state = after(meeting.state, Act.FIX)
    if wanted.day is None:
        raise Problem("day", "Choose the day.")
    facts = checked_date(wanted, now=now or timezone.now()) | {"state": state, "version": meeting.version + 1}
    if meeting.closes is not None and meeting.closes > wanted.day:
        facts["closes"] = None
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    for name, value in facts.items():
        setattr(meeting, name, value)
    write_entry("fix_date", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    invite_all(meeting)
    record(DateFixed(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return meeting
