"""The asker, or who looks after the board, opens a topic again that was closed with a summary."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.events import TopicReopened
from forum.models import Closing, Topic
from forum.outcomes import settle_state
from forum.rewriting import count_change
from outbox.record import record
from regions.permissions import Reason, can_close_topic, require, why_not_write
from regions.standing import member_standing


@transaction.atomic
def reopen_topic(actor: Member, topic_id: int) -> Topic:
    """It takes answers again; the summary is shown no more, and stays where the next closing begins.

    Raises NotVisible, Refused. A topic that a representative locked is not opened this way.
    """
    topic = get_topic_for(actor, topic_id, lock=True)
    standing, network = member_standing(actor), topic.forum.network
    is_asker, closed = topic.poster_id == actor.pk, topic.forum.closed is not None
    require(
        can_close_topic(standing, network, is_asker=is_asker, closed=closed),
        why_not_write(standing, network, closed=closed) if is_asker else Reason.NOT_THE_ASKER,
    )
    shut = Closing.objects.filter(topic=topic, reopened=None).update(reopened=timezone.now())
    require(bool(shut), Reason.ALREADY_DECIDED)
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_UNLOCKED)
    settle_state(topic, closed=False)
    count_change(topic)
    record(TopicReopened(topic_id=topic.pk, board_id=topic.forum_id))
    if not is_asker:
        write_entry("reopen_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=topic.forum.network_id)
    return topic
