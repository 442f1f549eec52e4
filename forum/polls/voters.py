"""Who is asked by a poll, and what each answered: for themselves alone."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Member
from forum.asking import member_ids_around
from forum.models import Topic
from forum.polls.models import Ballot, Poll
from regions.permissions import can_vote
from regions.standing import Standing, standings_of


def asked_now(topic: Topic) -> int:
    """How many may answer today. Three queries, for any number of people."""
    network, closed = topic.around, topic.forum.closed is not None
    people = standings_of(sorted(member_ids_around(topic)))
    return sum(can_vote(who, network, locked=False, closed=closed) for who in people.values())


def ballots_of(poll: Poll) -> list[Ballot]:
    return list(Ballot.objects.filter(poll=poll).order_by("pk"))


def picks_of(member: Member, ballots: list[Ballot]) -> list[int]:
    """What this member answered, empty if nothing."""
    return next((list(ballot.picks) for ballot in ballots if ballot.member_id == member.pk), [])


def region_of(who: Standing, topic: Topic) -> int | None:
    """The region that an answer counts for: the topic's own if it is one of theirs."""
    if topic.forum.network_id in who.region_ids:
        return topic.forum.network_id
    return min(who.region_ids, default=None)


def open_poll_of(topic: Topic, *, now: datetime | None = None) -> Poll | None:
    """The topic's poll, while answers to it are taken."""
    return Poll.objects.filter(topic=topic, closes__gt=now or timezone.now()).first()
