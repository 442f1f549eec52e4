"""A moderator closes a topic to answers."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.models import Topic
from regions.permissions import Reason, can_moderate, require
from regions.standing import member_standing


@transaction.atomic
def lock_topic(actor: Member, topic_id: int) -> Topic:
    """It takes no more answers, until it is opened again. Twice is once. Raises NotVisible, Refused."""
    topic = get_topic_for(actor, topic_id, lock=True)
    network = topic.forum.network
    require(can_moderate(member_standing(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    if topic.status == Topic.TOPIC_LOCKED:
        return topic
    Topic.objects.filter(pk=topic.pk).update(status=Topic.TOPIC_LOCKED)
    topic.status = Topic.TOPIC_LOCKED
    write_entry("lock_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return topic
