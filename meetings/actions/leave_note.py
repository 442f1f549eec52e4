"""Who was invited tells who arranges a meeting something: a word beside an answer, or another time to meet."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.content import BadContent
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import NoteLeft
from meetings.models import MeetingNote
from outbox.record import record
from regions.careful_words import NotTaken, careful
from regions.permissions import Reason, can_rsvp, require
from regions.standing import standing_of

LONGEST_NOTE = 2_000


@transaction.atomic
def leave_note(
    actor: Member, meeting_id: int, *, words: str, key: str, starts: datetime | None = None,
    ends: datetime | None = None, now: datetime | None = None,
) -> MeetingNote:  # fmt: skip
    """Read by who arranges it, and by nobody else. The same key again gives the same note back.

    Raises NotVisible, Refused, BadContent.
    """
    meeting = get_meeting_for(actor, meeting_id)
    require(allowed(standing_of(actor), can_rsvp, networks_of(meeting)), Reason.NOT_INVITED)
    try:
        text = careful(words[:LONGEST_NOTE])
    except NotTaken as problem:
        raise BadContent(str(problem)) from problem
    facts = {
        "meeting": meeting, "member": actor, "words": text, "starts": starts, "ends": ends,
        "at": now or timezone.now(),
    }  # fmt: skip
    note, made = MeetingNote.objects.get_or_create(idempotency_key=key, defaults=facts)
    if made:
        record(NoteLeft(note_id=note.pk))
    return note
