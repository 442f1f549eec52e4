"""A moderator puts a topic at the top of its board."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.models import Topic
from regions.permissions import Reason, can_moderate, require
from regions.standing import member_standing


@transaction.atomic
def pin_topic(actor: Member, topic_id: int) -> Topic:
    """It stands before all that is newer, until it is unpinned. Twice is once. Raises NotVisible, Refused."""
    topic = get_topic_for(actor, topic_id, lock=True)
    network = topic.forum.network
    require(can_moderate(member_standing(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    if topic.type == Topic.TOPIC_STICKY:
        return topic
    Topic.objects.filter(pk=topic.pk).update(type=Topic.TOPIC_STICKY)
    topic.type = Topic.TOPIC_STICKY
    write_entry("pin_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return topic
