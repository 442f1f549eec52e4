"""Who arranges a meeting changes what is known of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import MeetingChanged, MeetingReworded
from meetings.lifecycle import Act, State, after
from meetings.models import Meeting
from meetings.offers import fill
from meetings.streams import meeting_stream
from meetings.wishes import Wish, checked
from outbox.record import record
from regions.permissions import Reason, can_change_meeting, require
from regions.problems import Problem
from regions.standing import standing_of

# What makes it another meeting to go to: who has answered is asked again, and the calendar entry's number rises.
REAL = ("starts", "ends", "way", "place", "joining_link")


@transaction.atomic
def change_meeting(actor: Member, meeting_id: int, *, wish: Wish, version: int, now: datetime | None = None) -> Meeting:
    """`version` is that of the meeting which the form showed. Without a date, a wish has none: `fix_date` sets it.

    Raises NotVisible, Refused, Problem.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_change_meeting, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    after(meeting.state, Act.CHANGE)
    now = now or timezone.now()
    require(meeting.version == version, Reason.CHANGED_MEANWHILE)
    fixed = meeting.state == State.FIXED
    if fixed and wish.day is None:
        raise Problem("day", "Choose the day. To call the meeting off, cancel it.")
    wanted = checked(wish if fixed else replace(wish, day=None, from_time=None, to_time=None), now=now)
    if wanted["capacity"] is not None and wanted["capacity"] < meeting.taken:
        raise Problem(
            "capacity", f"{meeting.taken} places are taken already. Write {meeting.taken} or more: nobody is put out."
        )
    really = fixed and any(getattr(meeting, name) != wanted[name] for name in REAL)
    _write(meeting, wanted, sequence=meeting.sequence + really)
    write_entry(
        "change_meeting", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id,
        details={"sequence": meeting.sequence},
    )  # fmt: skip
    fill(meeting, now=now)
    asked_again = really and not meeting.elsewhere
    changed = MeetingChanged(meeting.pk, meeting.sequence) if asked_again else MeetingReworded(meeting.pk)
    record(changed, stream=meeting_stream(meeting.pk))
    return meeting


def _write(meeting: Meeting, wanted: dict[str, Any], *, sequence: int) -> None:
    changed = wanted | {"sequence": sequence, "version": meeting.version + 1}
    Meeting.objects.filter(pk=meeting.pk).update(**changed)
    for name, value in changed.items():
        setattr(meeting, name, value)
