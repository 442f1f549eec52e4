"""Action points for lists: of a network, and one's own."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Member
from meetings.minutes.access import visible_actions
from meetings.models import ActionPoint, Meeting, MeetingNetwork
from regions.models import Network

MOST_ENDED = 50


def open_actions_of(member: Member, network: Network) -> QuerySet[ActionPoint]:
    return _of(member, network).filter(state=ActionPoint.State.OPEN).order_by("due", "pk")


def done_actions_of(member: Member, network: Network) -> QuerySet[ActionPoint]:
    """The latest first."""
    return _of(member, network).filter(state=ActionPoint.State.DONE).order_by("-ended", "-pk")[:MOST_ENDED]


def carried_to(member: Member, meeting: Meeting) -> list[ActionPoint]:
    """Open action points of earlier meetings of its network: they come with to the next, until they are ended."""
    if meeting.starts is None:
        return []
    earlier = Q(item__minutes__meeting__starts__lt=meeting.starts, item__minutes__published__isnull=False)
    return list(open_actions_of(member, meeting.network).filter(earlier)[:MOST_ENDED])


def _of(member: Member, network: Network) -> QuerySet[ActionPoint]:
    joined = MeetingNetwork.objects.filter(
        meeting=OuterRef("item__minutes__meeting"), network=network, state=MeetingNetwork.State.JOINED
    )
    return visible_actions(member).filter(Exists(joined))


def meeting_of(action: ActionPoint) -> Meeting:
    return action.item.minutes.meeting
