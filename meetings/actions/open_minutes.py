"""Who arranges a meeting begins its minutes: what is known is filled in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.lifecycle import Act, after
from meetings.minutes.prefill import first_items
from meetings.models import MinuteItem, Minutes
from regions.permissions import Reason, can_write_minutes, require
from regions.standing import standing_of


@transaction.atomic
def open_minutes(actor: Member, meeting_id: int, *, now: datetime | None = None) -> Minutes:
    """Two who press at once open the same minutes. Raises NotVisible, Refused."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_write_minutes, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    after(meeting.state, Act.WRITE_MINUTES)
    now = now or timezone.now()
    require(meeting.day is not None and meeting.day <= timezone.localdate(now), Reason.NO_MINUTES_YET)
    minutes, made = Minutes.objects.get_or_create(
        meeting=meeting, defaults={"opened": now, "opened_by": actor, "changed": now}
    )
    if made:
        MinuteItem.objects.bulk_create(
            MinuteItem(minutes=minutes, number=number, title=title, note=note, written_by=actor, written=now)
            for number, (title, note) in enumerate(first_items(meeting), 1)
        )
        write_entry("open_minutes", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    return minutes
