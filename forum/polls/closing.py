"""Polls whose hour has come: each quarter of an hour their closing is told, once. Votes end by the clock."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.events import PollClosed
from forum.polls.models import Poll
from forum.polls.voters import asked_now
from outbox.record import record


def close_due_polls(*, now: datetime | None = None) -> int:
    """Returns how many polls were closed."""
    now = now or timezone.now()
    due = Poll.objects.filter(settled=None, closes__lte=now).order_by("pk").values_list("pk", flat=True)
    return sum(_close(pk, now) for pk in list(due))


@transaction.atomic
def _close(poll_id: int, now: datetime) -> bool:
    """From now on neither who was asked nor what was answered changes."""
    polls = Poll.objects.select_for_update(of=("self",)).select_related("topic__forum__network")
    poll = polls.filter(pk=poll_id, settled=None).first()
    if poll is None:
        return False
    Poll.objects.filter(pk=poll_id).update(settled=now, asked=asked_now(poll.topic))
    if poll.topic.approved:
        record(PollClosed(poll_id=poll_id, topic_id=poll.topic_id, board_id=poll.topic.forum_id))
    return True
