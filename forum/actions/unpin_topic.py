"""A pinned topic goes back among the others."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.models import Topic
from regions.permissions import Reason, can_moderate, require
from regions.standing import member_standing


@transaction.atomic
def unpin_topic(actor: Member, topic_id: int) -> Topic:
    """It stands where its newest post puts it. Twice is once. Raises NotVisible, Refused."""
    topic = get_topic_for(actor, topic_id, lock=True)
    network = topic.forum.network
    require(can_moderate(member_standing(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    if topic.type == Topic.TOPIC_POST:
        return topic
    Topic.objects.filter(pk=topic.pk).update(type=Topic.TOPIC_POST)
    topic.type = Topic.TOPIC_POST
    write_entry("unpin_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return topic
