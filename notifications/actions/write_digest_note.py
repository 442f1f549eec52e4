"""The secretariat writes the note on top of the weekly letters, or takes it back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from notifications.models import DigestNote
from regions.permissions import Reason, can_write_digest_note, require
from regions.standing import standing_of


@transaction.atomic
def write_digest_note(actor: Member, *, text: str) -> DigestNote | None:
    """The note stands for seven days, in place of the one before; an empty text only takes that one back."""
    require(can_write_digest_note(standing_of(actor)), Reason.NOT_THE_SECRETARIAT)
    DigestNote.objects.filter(ended=None).update(ended=timezone.now())
    note = DigestNote.objects.create(text=text.strip(), author=actor) if text.strip() else None
    write_entry("write_digest_note", actor_id=actor.pk, subject=f"note {note.pk}" if note else "taken back")
    return note
