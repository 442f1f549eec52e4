"""Who writes the minutes takes a correction, with the item's new text, or declines it and says why."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.events import CorrectionDecided
from meetings.minutes.access import minutes_to_write
from meetings.minutes.checked import checked_words
from meetings.minutes.writing import put_text
from meetings.models import Correction
from outbox.record import record
from regions.permissions import Reason, require

LONGEST_WHY = 400


@transaction.atomic
def decide_correction(
    actor: Member, meeting_id: int, correction_id: int, *, takes: bool, note: str | None = None, version: int = 0,
    why: str = "",
) -> Correction:  # fmt: skip
    """One outcome, for good: of two who decide, the second is told. Taken with a `note`, this is the item's text from
    now on. Raises NotVisible, Refused, Problem.
    """
    minutes = minutes_to_write(actor, meeting_id)
    row = minutes.corrections.select_related("item").filter(pk=correction_id).first()
    if row is None:
        raise NotVisible
    require(row.state == Correction.State.WAITING, Reason.ALREADY_DECIDED)
    now = timezone.now()
    if takes and row.item is not None and note is not None:
        row.item.minutes = minutes
        put_text(actor, row.item, title=row.item.title, note=note, version=version, now=now)
    row.state = Correction.State.TAKEN if takes else Correction.State.DECLINED
    row.decided, row.decided_by, row.why = now, actor, checked_words("why", why, most=LONGEST_WHY)
    row.save(update_fields=["state", "decided", "decided_by", "why"])
    write_entry(
        "decide_correction", actor_id=actor.pk, member_id=row.member_id, subject=f"meeting {meeting_id}",
        network_id=minutes.meeting.network_id, details={"state": str(row.state)},
    )  # fmt: skip
    record(CorrectionDecided(correction_id=row.pk))
    return row
