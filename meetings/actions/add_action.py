"""An action point of an item: who does what by when."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.minutes.access import minutes_to_write
from meetings.minutes.checked import LONGEST_ACTION, checked_due, checked_words
from meetings.minutes.owners import possible_owners
from meetings.models import ActionPoint
from regions.problems import Problem


@transaction.atomic
def add_action(
    actor: Member, meeting_id: int, number: int, *, words: str, owner_id: int | None, due: date | None,
    idempotency_key: str,
) -> ActionPoint:  # fmt: skip
    """The same key again gives the same action point back. Raises NotVisible, Refused, Problem."""
    minutes = minutes_to_write(actor, meeting_id)
    item = minutes.items.filter(number=number).first()
    if item is None:
        raise NotVisible
    earlier = item.actions.filter(idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    one_line = " ".join(words.split())
    text = checked_words("words", one_line, most=LONGEST_ACTION, needed="Say what is to be done.")
    owner = next((one for one in possible_owners(minutes.meeting) if one.pk == owner_id), None)
    if owner is None:
        raise Problem("owner", "Choose who does it.")
    now = timezone.now()
    action = ActionPoint.objects.create(
        item=item, words=text, owner=owner, due=checked_due(due, today=timezone.localdate(now)), made=now,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    minutes.changed = now
    minutes.save(update_fields=["changed"])
    write_entry(
        "add_action", actor_id=actor.pk, member_id=owner.pk, subject=f"meeting {meeting_id}",
        network_id=minutes.meeting.network_id, details={"item": item.number, "action": action.pk},
    )  # fmt: skip
    return action
