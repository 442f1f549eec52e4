"""Another item of minutes, at their end."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.minutes.access import minutes_to_write
from meetings.minutes.checked import checked_item
from meetings.models import MinuteItem
from regions.problems import Problem

MOST_ITEMS = 99


@transaction.atomic
def add_minute_item(actor: Member, meeting_id: int, *, title: str, note: str, idempotency_key: str) -> MinuteItem:
    """The same key again gives the same item back. Raises NotVisible, Refused, Problem."""
    minutes = minutes_to_write(actor, meeting_id)
    earlier = minutes.items.filter(idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    title, note = checked_item(title, note)
    number = (minutes.items.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_ITEMS:
        raise Problem("title", f"Minutes have {MOST_ITEMS} items at most. Write it into one of those.")
    now = timezone.now()
    item = MinuteItem.objects.create(
        minutes=minutes, number=number, title=title, note=note, written_by=actor, written=now,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    minutes.changed = now
    minutes.save(update_fields=["changed"])
    _log(actor, item)
    return item


def _log(actor: Member, item: MinuteItem) -> None:
    meeting = item.minutes.meeting
    write_entry(
        "write_minutes", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id,
        details={"item": item.number, "version": item.version},
    )  # fmt: skip
