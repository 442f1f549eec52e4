"""A region's question goes to other regions."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.asking import State, regions_to_ask
from forum.events import RegionAsked
from forum.models import AskedRegion
from outbox.record import record
from regions.permissions import Reason, can_ask_regions, require
from regions.problems import Problem
from regions.standing import standing_of


@transaction.atomic
def ask_regions(
    actor: Member, topic_id: int, *, region_ids: list[int], now: datetime | None = None
) -> list[AskedRegion]:
    """Ask the representative of each to take the question on; until they do, nobody there sees a word of it. One that
    declined, or takes part no more, can be asked again. Who waits already is not asked twice.

    Raises NotVisible, Refused, Problem.
    """
    topic = get_topic_for(actor, topic_id, lock=True)
    shut = topic.is_locked or topic.forum.closed is not None
    require(
        can_ask_regions(
            standing_of(actor), topic.forum.network, is_asker=topic.poster_id == actor.pk, shut=shut
        ),
        Reason.NOT_THE_ASKER,
    )  # fmt: skip
    open_to = {region.pk: region for region in regions_to_ask(topic)}
    chosen = [open_to[pk] for pk in dict.fromkeys(region_ids) if pk in open_to]
    if not chosen:
        raise Problem("regions", "Choose at least one region.")
    rows = []
    for region in chosen:
        row, _ = AskedRegion.objects.update_or_create(
            topic=topic, region=region,
            defaults={
                "state": State.ASKED, "asked": now or timezone.now(), "asked_by": actor, "board": None,
                "decided": None, "decided_by": None, "reason": "",
            },
        )  # fmt: skip
        rows.append(row)
        record(RegionAsked(asking_id=row.pk, topic_id=topic.pk))
    write_entry(
        "ask_regions", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=topic.forum.network_id,
        details={"regions": [region.pk for region in chosen]},
    )  # fmt: skip
    return rows
