"""What a socket may hear, asked on connecting and again whenever a right may have changed."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.assurance import has_second_factor, second_factor_ends
from accounts.models import Member
from forum.access import visible_boards
from forum.streams import board_stream
from meetings.access import visible_meetings
from meetings.streams import meeting_stream
from outbox.record import newest_numbers
from regions.arriving import who_arrived
from regions.selectors import access_versions
from regions.standing import member_standing


@dataclass(frozen=True)
class Hearing:
    """The streams that a socket hears, with the newest number of each, under one version of its member's rights."""

    member_id: int
    version: int
    day: date
    numbers: dict[str, int]
    until: float | None = None  # when the showing of a second factor ends, for who needs one


@dataclass(frozen=True)
class Facts:
    """What may have changed about the people who listen."""

    versions: dict[int, int]
    sessions: frozenset[str]
    active: frozenset[int]
    numbers: dict[str, int]


def member_stream(member_id: int) -> str:
    return f"member:{member_id}"


def let_in(session_key: str, board_ids: list[int] | None, meeting_id: int | None = None) -> Hearing | None:
    """What the page with this session may hear; None for who is nobody, or not sure enough."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    member = who_arrived(request)
    if not isinstance(member, Member) or not member.is_authenticated:
        return None
    sure, until = sure_enough(member, request.session)
    return hearing_for(member, board_ids, meeting_id, until=until) if sure else None


def hearing_for(
    member: Member, board_ids: list[int] | None, meeting_id: int | None = None, *, until: float | None = None
) -> Hearing:
    """The member's own stream, and those of what is shown and they may see: boards, of which `None` means all of
    theirs, and a meeting.
    """
    version = access_versions([member.pk])[member.pk]
    boards = visible_boards(member)
    if board_ids is not None:
        boards = boards.filter(pk__in=board_ids)
    streams = [board_stream(pk) for pk in boards.values_list("pk", flat=True)]
    if meeting_id is not None and visible_meetings(member).filter(pk=meeting_id).exists():
        streams.append(meeting_stream(meeting_id))
    numbers = newest_numbers([member_stream(member.pk), *streams])
    return Hearing(member.pk, version, timezone.localdate(), numbers, until)


def sure_enough(member: Member, session: SessionBase) -> tuple[bool, float | None]:
    """May this session hear anything, and until when? The secretariat's only behind a second factor."""
    if not member_standing(member).is_secretariat:
        return True, None
    return has_second_factor(session), second_factor_ends(session)


def facts_now(member_ids: list[int], session_keys: list[str], streams: list[str]) -> Facts:
    """The version of each member's rights, whose sessions live, who is still let in, and where the streams stand.
    Four queries, however many people.
    """
    live = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    active = Member.objects.filter(pk__in=member_ids, is_active=True)
    return Facts(
        versions=access_versions(member_ids),
        sessions=frozenset(live.values_list("session_key", flat=True)),
        active=frozenset(active.values_list("pk", flat=True)),
        numbers=newest_numbers(streams) if streams else {},
    )
