"""Who took a matter on leaves it to the others."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.events import MatterClaimed
from forum.matters import get_open_matter_for
from forum.models import Matter
from outbox.record import record


@transaction.atomic
def put_down_matter(actor: Member, post_id: int) -> Matter:
    """Anybody who may decide it can take it on again. Raises NotVisible, Refused."""
    matter = get_open_matter_for(actor, post_id)
    matter.claimed_by, matter.claimed_until = None, None
    matter.save(update_fields=["claimed_by", "claimed_until"])
    record(MatterClaimed(matter_id=matter.pk))
    write_entry(
        "put_down_matter", actor_id=actor.pk, subject=f"matter {matter.pk}",
        network_id=matter.post.topic.forum.network_id,
    )  # fmt: skip
    return matter
