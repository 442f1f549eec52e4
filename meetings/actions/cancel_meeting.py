"""Who arranges a meeting calls it off."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import MeetingCancelled
from meetings.lifecycle import Act, after
from meetings.models import Meeting
from meetings.streams import meeting_stream
from outbox.record import record
from regions.careful_words import NotTaken, careful
from regions.permissions import Reason, can_cancel_meeting, require
from regions.problems import Problem
from regions.standing import standing_of

LONGEST_REASON = 400


@transaction.atomic
def cancel_meeting(actor: Member, meeting_id: int, *, reason: str, now: datetime | None = None) -> Meeting:
    """Everybody who was asked is told, with the reason. Raises NotVisible, Refused, Problem."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_cancel_meeting, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    state = after(meeting.state, Act.CANCEL)
    try:
        words = " ".join(careful(reason, most=LONGEST_REASON).split())
    except NotTaken as problem:
        raise Problem("reason", str(problem)) from problem
    if not words:
        raise Problem("reason", "Say why, in a few words: everybody who was asked reads it.")
    facts = {
        "state": state, "reason": words, "cancelled": now or timezone.now(), "sequence": meeting.sequence + 1,
        "version": meeting.version + 1,
    }  # fmt: skip
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    for name, value in facts.items():
        setattr(meeting, name, value)
    write_entry("cancel_meeting", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    if not meeting.elsewhere:
        record(MeetingCancelled(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return meeting
