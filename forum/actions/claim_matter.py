"""Somebody takes a matter on, so that two do not do the same work."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.events import MatterClaimed
from forum.matters import get_open_matter_for
from forum.models import Matter
from outbox.record import record

LASTS = timedelta(minutes=30)


@transaction.atomic
def claim_matter(actor: Member, post_id: int, *, now: datetime | None = None) -> Matter:
    """For half an hour it is theirs to decide; pressing again begins the half hour anew. Raises NotVisible, Refused."""
    now = now or timezone.now()
    matter = get_open_matter_for(actor, post_id, now=now)
    matter.claimed_by, matter.claimed_until = actor, now + LASTS
    matter.save(update_fields=["claimed_by", "claimed_until"])
    record(MatterClaimed(matter_id=matter.pk))
    write_entry(
        "claim_matter", actor_id=actor.pk, subject=f"matter {matter.pk}", network_id=matter.post.topic.forum.network_id
    )
    return matter
