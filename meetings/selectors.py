"""Meetings for lists: those to come and those that were."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Member
from meetings.access import visible_meetings
from meetings.lifecycle import State
from meetings.models import Meeting, MeetingNetwork
from regions.models import Network

MOST_PAST = 50
OPEN = (State.PROPOSED, State.POLLING, State.FIXED)


@dataclass(frozen=True)
class Meetings:
    """`coming`: by their dates, and first those whose date is still to be found; `past`: the latest first."""

    coming: list[Meeting]
    past: list[Meeting]


def of_network(meetings: QuerySet[Meeting], network: Network) -> QuerySet[Meeting]:
    """Those that the network arranges or has joined."""
    joined = MeetingNetwork.objects.filter(network=network, state=MeetingNetwork.State.JOINED)
    return meetings.filter(pk__in=joined.order_by().values("meeting"))


def to_come(meetings: QuerySet[Meeting], now: datetime | None = None) -> QuerySet[Meeting]:
    """Fixed ones from their end on are no more to come, whether or not the clock's round has said so."""
    open_ones = meetings.filter(state__in=OPEN).exclude(ends__lte=now or timezone.now())
    return open_ones.order_by(F("starts").asc(nulls_first=True), "pk")


def meetings_for_list(member: Member, network: Network | None = None) -> Meetings:
    """Two queries."""
    meetings, now = visible_meetings(member), timezone.now()
    if network is not None:
        meetings = of_network(meetings, network)
    past = meetings.exclude(pk__in=to_come(meetings, now).order_by().values("pk"))
    return Meetings(
        list(to_come(meetings, now)), list(past.order_by(F("starts").desc(nulls_last=True), "-pk")[:MOST_PAST])
    )


def next_meeting_of(member: Member, network: Network) -> Meeting | None:
    """The next with a date, or else one that looks for its date."""
    coming = to_come(of_network(visible_meetings(member), network))
    return coming.order_by(F("starts").asc(nulls_last=True), "pk").first()
