"""The way to minutes, to corrections and to action points: by the meeting, on somebody's behalf."""

from django.db.models import Q, QuerySet

from accounts.models import Member
from forum.access import NotVisible
from meetings.access import allowed, get_meeting_for, networks_of, visible_meetings
from meetings.minutes.attendance import was_there
from meetings.models import ActionPoint, Meeting, Minutes
from regions.models import Network
from regions.permissions import Reason, can_read_minutes, can_write_minutes, refuse, require
from regions.standing import Standing, member_standing, standing_of


def get_minutes_for(member: Member, meeting_id: int) -> Minutes:
    """Raises NotVisible: what is still being written exists for who writes it alone."""
    minutes = readable_minutes(member, get_meeting_for(member, meeting_id))
    if minutes is None:
        raise NotVisible
    return minutes


def readable_minutes(member: Member, meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting that the member sees, if they read them."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return None
    minutes.meeting = meeting
    who, networks = member_standing(member), networks_of(meeting)
    shown = minutes.state != Minutes.State.WRITING and was_there(member, meeting)
    return minutes if reads(who, networks, published=minutes.published is not None, was_there=shown) else None


def reads(who: Standing, networks: list[Network], *, published: bool, was_there: bool) -> bool:
    return any(can_read_minutes(who, one, published=published, was_there=was_there) for one in networks)


def published_minutes(member: Member) -> QuerySet[Minutes]:
    """Those that all who see the meeting read."""
    return Minutes.objects.filter(published__isnull=False, meeting__in=visible_meetings(member).order_by().values("pk"))


def minutes_to_write(actor: Member, meeting_id: int, *, locked: bool = False) -> Minutes:
    """For an action of who writes them: the meeting's row is locked, and what is read is what it is now. `locked`: they
    may be agreed already. Raises NotVisible, Refused.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_write_minutes, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        raise NotVisible
    minutes.meeting = meeting
    if minutes.is_locked and not locked:
        refuse(Reason.MINUTES_LOCKED)
    return minutes


def visible_actions(member: Member) -> QuerySet[ActionPoint]:
    """Those of published minutes that the member reads; and once a draft is out, those that they are to do."""
    minutes = Q(item__minutes__in=published_minutes(member).order_by().values("pk"))
    seen = Q(item__minutes__meeting__in=visible_meetings(member).order_by().values("pk"))
    own = Q(owner=member) & ~Q(item__minutes__state=Minutes.State.WRITING) & seen
    beside = ("item__minutes__meeting__network", "owner")
    return ActionPoint.objects.filter(minutes | own).select_related(*beside)
