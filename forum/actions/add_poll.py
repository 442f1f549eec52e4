"""The author of a topic, or who looks after it, adds a poll to it."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.events import PollAdded
from forum.polls.models import Poll
from forum.polls.voters import asked_now
from forum.polls.wish import PollWish, checked_wish, make_poll
from outbox.record import record
from regions.permissions import Reason, can_add_poll, require, why_not_write
from regions.standing import standing_of


@transaction.atomic
def add_poll(actor: Member, topic_id: int, *, wish: PollWish, now: datetime | None = None) -> Poll:
    """A topic has one poll at most. Raises NotVisible, Refused, BadPoll."""
    topic = get_topic_for(actor, topic_id, lock=True)
    who, network = standing_of(actor), topic.forum.network
    is_author, shut = topic.poster_id == actor.pk, {"locked": topic.is_locked, "closed": topic.forum.closed is not None}
    allowed = can_add_poll(who, network, is_author=is_author, **shut)
    require(allowed, why_not_write(who, network, **shut) if is_author else Reason.NOT_THE_AUTHOR)
    require(not Poll.objects.filter(topic=topic).exists(), Reason.POLL_THERE)
    poll = make_poll(topic, checked_wish(wish, now=now), asked=asked_now(topic))
    record(PollAdded(poll_id=poll.pk, topic_id=topic.pk, board_id=topic.forum_id))
    if not is_author:
        write_entry("add_poll", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk)
    return poll
