"""A moderator opens a locked topic again."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.models import Topic
from regions.permissions import Reason, can_moderate, require
from regions.standing import member_standing


@transaction.atomic
def unlock_topic(actor: Member, topic_id: int) -> Topic:
    """It takes answers again. Twice is once. Raises NotVisible, Refused."""
    topic = get_topic_for(actor, topic_id, lock=True)
    network = topic.forum.network
    require(can_moderate(member_standing(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    if topic.status == Topic.TOPIC_UNLOCKED:
        return topic
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_UNLOCKED)
    topic.status = Topic.TOPIC_UNLOCKED
    write_entry("unlock_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return topic
