"""A member answers a poll, or answers it otherwise while it is open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from forum.access import NotVisible, get_topic_for
from forum.content import BadContent
from forum.events import VoteCast
from forum.polls.ballots import is_valid
from forum.polls.models import Ballot, Poll
from forum.polls.voters import asked_now, region_of
from outbox.record import record
from regions.permissions import Reason, can_vote, require, why_not_write
from regions.standing import member_standing

HOW = {
    Poll.Kind.SINGLE: "Choose one of the options.",
    Poll.Kind.MULTIPLE: "Choose at least one of the options.",
    Poll.Kind.RANKED: "Give at least one option a place, and no place twice.",
}


@transaction.atomic
def cast_vote(actor: Member, topic_id: int, *, picks: Sequence[int], now: datetime | None = None) -> Ballot:
    """One answer for each member: the table itself takes no second one. Nobody else is told whose it is.

    Raises NotVisible, Refused, BadContent.
    """
    topic = get_topic_for(actor, topic_id)
    poll = Poll.objects.select_for_update().filter(topic=topic).first()
    if poll is None:
        raise NotVisible
    who, shut = member_standing(actor), {"locked": topic.is_locked, "closed": topic.forum.closed is not None}
    require(can_vote(who, topic.around, **shut), why_not_write(who, topic.around, **shut))
    require(poll.is_open(now), Reason.POLL_CLOSED)
    if not is_valid(poll, tuple(picks)):
        raise BadContent(HOW[Poll.Kind(poll.kind)])
    row = Ballot(poll=poll, member=actor, region_id=region_of(who, topic), picks=list(picks))
    Ballot.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["poll", "member"], update_fields=["picks", "region"]
    )
    Poll.objects.filter(pk=poll.pk).update(asked=asked_now(topic))
    record(VoteCast(poll_id=poll.pk, topic_id=topic.pk, board_id=topic.forum_id))
    return row
