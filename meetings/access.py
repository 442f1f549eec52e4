"""The one way to reach a meeting: on somebody's behalf. What they may not see does not exist."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from accounts.models import Member
from forum.access import NotVisible
from meetings.models import Meeting, MeetingNetwork
from regions.models import Network
from regions.permissions import can_join_meeting, meeting_scope
from regions.standing import Standing, member_standing

Rule = Callable[[Standing, Network], bool]
Joined = MeetingNetwork.State


def visible_meetings(member: Member | None) -> QuerySet[Meeting]:
    """Meetings of the networks whose own boards the person reads; and for a network's representatives those that it was
    asked to join.
    """
    who = member_standing(member)
    scope = meeting_scope(who)
    theirs = Q(network__in=scope.network_ids) | Q(network__kind__in=scope.kinds)
    seen = Q(state=Joined.JOINED) & theirs
    if who.represents or who.covers:
        seen |= Q(state=Joined.ASKED, network__in=who.represents | who.covers) & theirs
    rows = MeetingNetwork.objects.order_by().filter(seen).values("meeting")
    return Meeting.objects.filter(pk__in=rows).select_related("network")


def get_meeting_for(member: Member | None, pk: int, *, lock: bool = False) -> Meeting:
    """Raises NotVisible. `lock`: for an action; the row is locked, and what is read of it is what it is now."""
    meetings = visible_meetings(member).filter(pk=pk)
    if lock:
        meetings = meetings.select_for_update(of=("self",))
    meeting = meetings.first()
    if meeting is None:
        raise NotVisible
    return meeting


def networks_of(meeting: Meeting) -> list[Network]:
    """The networks whose meeting it is, the one that arranges it first."""
    rows = meeting.with_networks.filter(state=Joined.JOINED).select_related("network")
    networks = [row.network for row in rows.order_by("network__position", "network__name")]
    return sorted(networks, key=lambda network: network.pk != meeting.network_id)


def allowed(who: Standing, rule: Rule, networks: list[Network]) -> bool:
    """Does the rule hold in one of the networks whose meeting it is?"""
    return any(rule(who, network) for network in networks)


def asked_of(member: Member, meeting: Meeting) -> list[Network]:
    """The networks that were asked to join it, for which the member may say so."""
    who = member_standing(member)
    rows = meeting.with_networks.filter(state=Joined.ASKED).select_related("network").order_by("network__name")
    return [row.network for row in rows if can_join_meeting(who, row.network)]
