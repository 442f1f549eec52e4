"""The next meeting has agreed the minutes: from now on no word of them changes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.events import MinutesAgreed
from meetings.minutes.access import minutes_to_write
from meetings.minutes.posting import post_as_agreed
from meetings.models import Correction, Minutes
from meetings.streams import meeting_stream
from outbox.record import record
from regions.permissions import Reason, require
from regions.problems import Problem


@transaction.atomic
def agree_minutes(actor: Member, meeting_id: int, *, agreed_on: date | None) -> Minutes:
    """They are published by then; corrections that wait are decided first. Raises NotVisible, Refused, Problem."""
    minutes = minutes_to_write(actor, meeting_id)
    require(minutes.published is not None, Reason.MINUTES_NOT_OUT)
    waiting = minutes.corrections.filter(state=Correction.State.WAITING).count()
    if waiting:
        raise Problem("", f"Corrections that wait: {waiting}. Take or decline each first, then agree the minutes.")
    day, now = minutes.meeting.day, timezone.now()
    if agreed_on is None or (day is not None and agreed_on < day) or agreed_on > timezone.localdate(now):
        raise Problem("agreed_on", "Choose the day of the meeting that agreed them: after this one, and not to come.")
    minutes.state, minutes.agreed, minutes.agreed_by, minutes.agreed_on = Minutes.State.AGREED, now, actor, agreed_on
    minutes.save(update_fields=["state", "agreed", "agreed_by", "agreed_on"])
    post_as_agreed(actor, minutes)
    meeting = minutes.meeting
    write_entry(
        "agree_minutes", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id,
        details={"agreed_on": agreed_on.isoformat()},
    )  # fmt: skip
    record(MinutesAgreed(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return minutes
