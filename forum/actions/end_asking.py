"""A region no longer takes part in another's question, or is not asked any more."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.asking import State, note_who_takes_part
from forum.asking_access import get_asking_for
from forum.models import AskedRegion
from forum.rewriting import count_change
from regions.permissions import Reason, can_end_asking, require
from regions.standing import standing_of


@transaction.atomic
def end_asking(actor: Member, asking_id: int) -> AskedRegion:
    """From now on the region's people do not see the topic: pages, search, sockets, and mail that waits ask for that.
    What they wrote in it stays. A second time changes nothing. Raises NotVisible, Refused.
    """
    row = get_asking_for(actor, asking_id, lock=True)
    topic = row.topic
    allowed = can_end_asking(
        standing_of(actor), topic.forum.network, row.region, is_asker=topic.poster_id == actor.pk
    )  # fmt: skip
    require(allowed, Reason.NOT_THE_REPRESENTATIVE)
    if row.state not in (State.ASKED, State.ACCEPTED):
        return row
    AskedRegion.objects.filter(pk=row.pk).update(state=State.ENDED, decided=timezone.now(), decided_by=actor)
    note_who_takes_part([topic.pk])
    count_change(topic)
    write_entry(
        "end_asking", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=topic.forum.network_id,
        details={"region": row.region_id},
    )  # fmt: skip
    row.refresh_from_db()
    return row
