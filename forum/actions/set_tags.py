"""The author of a topic, or who looks after its network, says under which words it is found."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.models import Topic
from forum.tags import checked_tags, put_tags, tag_named
from regions.permissions import Reason, can_tag, require
from regions.standing import standing_of


@transaction.atomic
def set_tags(actor: Member, topic_id: int, *, names: list[str]) -> Topic:
    """The topic has these tags from now on, and no others. Raises NotVisible, Refused, Problem."""
    topic = get_topic_for(actor, topic_id, lock=True)
    network, is_author = topic.forum.network, topic.poster_id == actor.pk
    require(can_tag(standing_of(actor), network, is_author=is_author), Reason.NOT_THE_AUTHOR)
    put_tags(topic, [tag_named(network, name) for name in checked_tags(names)])
    if not is_author:
        write_entry("set_tags", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return topic
