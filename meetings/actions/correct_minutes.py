"""Somebody who reads a draft says what is wrong in it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import CorrectionMade
from meetings.minutes.access import get_minutes_for
from meetings.minutes.checked import LONGEST_CORRECTION, checked_words
from meetings.models import Correction, Minutes
from outbox.record import record
from regions.permissions import Reason, can_correct_minutes, refuse, require
from regions.standing import standing_of

MOST_AT_ONCE = 40


@transaction.atomic
def correct_minutes(
    actor: Member, meeting_id: int, *, says: Sequence[tuple[int | None, str]], idempotency_key: str
) -> list[Correction]:
    """`says`: the number of the item, or None for the whole, and the words. What names no item there is, is about the
    whole, with its number in front. The same key again changes nothing. Raises NotVisible, Refused, Problem.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    minutes = get_minutes_for(actor, meeting_id)
    require(allowed(standing_of(actor), can_correct_minutes, networks_of(meeting)), Reason.NOT_INVITED)
    if minutes.state != Minutes.State.CIRCULATED:
        refuse(Reason.MINUTES_LOCKED if minutes.is_locked else Reason.MINUTES_NOT_OUT)
    items, made, now = {item.number: item for item in minutes.items.all()}, list[Correction](), timezone.now()
    for place, (number, words) in enumerate(says[:MOST_AT_ONCE]):
        item = items.get(number) if number is not None else None
        said = f"{number}: {words}" if number is not None and item is None else words
        text = checked_words("words", said, most=LONGEST_CORRECTION, needed="Say what is wrong.")
        row, new = Correction.objects.get_or_create(
            member=actor, idempotency_key=f"{idempotency_key}:{place}",
            defaults={"minutes": minutes, "item": item, "words": text, "at": now},
        )  # fmt: skip
        if new:
            made.append(row)
            record(CorrectionMade(correction_id=row.pk))
    return made
