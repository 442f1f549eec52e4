"""A member chooses what one topic sends them."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_topic_for
from forum.models import TopicFollow


@transaction.atomic
def follow_topic(actor: Member, topic_id: int, *, wants: str, mentions: bool = True) -> TopicFollow | None:
    """One of `TopicFollow.Wants`; "" takes the choice back. It outranks the choice for the board. `mentions`: who mutes
    it is still told when somebody mentions them. Raises NotVisible, ValueError.
    """
    topic = get_topic_for(actor, topic_id)
    if not wants:
        TopicFollow.objects.filter(member=actor, topic=topic).delete()
        return None
    row, _ = TopicFollow.objects.update_or_create(
        member=actor, topic=topic, defaults={"wants": TopicFollow.Wants(wants), "mentions": mentions}
    )
    return row
