"""What a calendar gets that asks at a member's secret address: asked of the rule book each time."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from accounts.models import Member
from meetings.access import visible_meetings
from meetings.calendar import feed
from meetings.lifecycle import State
from meetings.models import Answer, CalendarFeed, Invitation, Meeting, MeetingNetwork
from meetings.selectors import of_network
from regions.models import Network
from regions.permissions import can_change_meeting, can_keep_calendar, can_see_meeting
from regions.standing import member_standing

GOES_BACK = timedelta(days=365)
SHOWN = (State.FIXED, State.HELD, State.MINUTED, State.CANCELLED)


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def whose(secret: str) -> Member | None:
    """The member whose address it is; None for one that never was, or was reset."""
    row = CalendarFeed.objects.select_related("member").filter(digest=digest_of(secret)).first()
    return row.member if row is not None and row.member.is_active else None


def own_calendar(member: Member) -> bytes:
    """The meetings that the member is asked to and has not declined; nothing for who is lapsed or suspended."""
    declined = Invitation.objects.filter(member=member, answer=Answer.NO).values("meeting")
    asked = Invitation.objects.filter(member=member).values("meeting")
    meetings = _shown_to(member).filter(pk__in=asked).exclude(pk__in=declined)
    return _written(member, "Meetings", list(meetings))


def network_calendar(member: Member, slug: str) -> bytes | None:
    """All meetings of one network; None for one whose meetings the member does not see."""
    network = Network.objects.filter(slug=slug).first()
    if network is None or not can_see_meeting(member_standing(member), network):
        return None
    return _written(member, f"Meetings of {network.name}", list(of_network(_shown_to(member), network)))


def _shown_to(member: Member):  # type: ignore[no-untyped-def]
    meetings = visible_meetings(member).filter(state__in=SHOWN, starts__gt=timezone.now() - GOES_BACK)
    return (meetings if can_keep_calendar(member_standing(member)) else meetings.none()).order_by("starts", "pk")


def _written(member: Member, name: str, meetings: list[Meeting]) -> bytes:
    going = set(
        Invitation.objects.filter(member=member, answer=Answer.YES, meeting__in=meetings)
        .exclude(online=False, place__in=("", "waiting", "offered"))
        .values_list("meeting_id", flat=True)
    )
    who, joined = member_standing(member), MeetingNetwork.State.JOINED
    with_networks = MeetingNetwork.objects.filter(meeting__in=meetings, state=joined).select_related("network")
    going |= {row.meeting_id for row in with_networks if can_change_meeting(who, row.network)}
    rows = [(one, one.pk in going) for one in meetings]
    return feed(f"{name}, {settings.SITE_NAME}", rows, stamp=timezone.now())
