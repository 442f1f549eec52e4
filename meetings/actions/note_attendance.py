"""Who arranges a meeting notes who is there, on the day or afterwards."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.lifecycle import Act, after
from meetings.models import Invitation, Meeting
from regions.permissions import Reason, can_note_attendance, require
from regions.problems import Problem
from regions.standing import standing_of


@transaction.atomic
def note_attendance(
    actor: Member, meeting_id: int, *, changes: Mapping[int, bool], now: datetime | None = None
) -> Meeting:
    """`changes`: by the number of the invitation, and of those alone that were marked otherwise: two people who note at
    once undo nothing of each other. Raises NotVisible, Refused, Problem.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_note_attendance, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    after(meeting.state, Act.NOTE_ATTENDANCE)
    if meeting.day is None or timezone.localdate(now or timezone.now()) < meeting.day:
        raise Problem("here", "Who is there can be noted from the day of the meeting on.")
    for was_there in (True, False):
        ids = [pk for pk, there in changes.items() if there is was_there]
        Invitation.objects.filter(meeting=meeting, pk__in=ids).update(attended=was_there)
    if changes:
        write_entry(
            "note_attendance", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id
        )
    return meeting
