"""A region's representative answers another region's question for their own: it is taken on, or it is not."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.asking import State, board_of_region, note_who_takes_part
from forum.asking_access import get_asking_for
from forum.content import checked_reason
from forum.events import AskingDecided, QuestionMoved
from forum.models import AskedRegion
from forum.rewriting import count_change
from forum.streams import board_stream
from outbox.record import record
from regions.permissions import Reason, can_answer_for_region, refuse, require
from regions.standing import standing_of


@transaction.atomic
def decide_asking(
    actor: Member, asking_id: int, *, accept: bool, reason: str = "", now: datetime | None = None
) -> AskedRegion:
    """With `accept` the region's people read the topic and answer in it from now on, and are told as of a new topic on
    their own board; otherwise who asked reads the reason. Decided once.

    Raises NotVisible, Refused, BadContent.
    """
    row = get_asking_for(actor, asking_id, lock=True)
    require(can_answer_for_region(standing_of(actor), row.region), Reason.NOT_THE_REPRESENTATIVE)
    require(row.state == State.ASKED, Reason.ALREADY_DECIDED)
    reason = "" if accept else checked_reason(reason)
    board = board_of_region(row.region) if accept else None
    if accept and board is None:
        refuse(Reason.BOARD_CLOSED)
    AskedRegion.objects.filter(pk=row.pk).update(
        state=State.ACCEPTED if accept else State.DECLINED, board=board, decided=now or timezone.now(),
        decided_by=actor, reason=reason,
    )  # fmt: skip
    row.refresh_from_db()
    topic = row.topic
    if accept and board is not None:
        note_who_takes_part([topic.pk])
        count_change(topic)
        record(
            QuestionMoved(post_id=topic.first_post_id or 0, topic_id=topic.pk, board_id=board.pk),
            stream=board_stream(board.pk),
        )
    record(AskingDecided(asking_id=row.pk, topic_id=topic.pk))
    write_entry(
        "decide_asking", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=row.region_id,
        details={"state": row.state},
    )  # fmt: skip
    return row
