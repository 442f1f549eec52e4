"""What a socket may hear, asked on connecting and again whenever a right may have changed."""

from dataclasses import dataclass
from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.assurance import has_second_factor, second_factor_ends
from accounts.models import Member
from forum.access import visible_boards
from forum.streams import board_stream
from outbox.record import newest_numbers
from regions.selectors import access_versions
from regions.standing import member_standing


@dataclass(frozen=True)
class Hearing:
    """The streams that a socket hears, with the newest number of each, under one version of its member's rights."""

    version: int
    day: date
    numbers: dict[str, int]


def member_stream(member_id: int) -> str:
    return f"member:{member_id}"


def hearing_for(member: Member, board_ids: list[int] | None) -> Hearing:
    """The member's own stream, and those of the boards shown that they may read. `None` means all their boards."""
    version = access_versions([member.pk])[member.pk]
    boards = visible_boards(member)
    if board_ids is not None:
        boards = boards.filter(pk__in=board_ids)
    streams = [board_stream(pk) for pk in boards.values_list("pk", flat=True)]
    return Hearing(version, timezone.localdate(), newest_numbers([member_stream(member.pk), *streams]))


def sure_enough(member: Member, session: SessionBase) -> tuple[bool, float | None]:
    """May this session hear anything, and until when? The secretariat's only behind a second factor."""
    if not member_standing(member).is_secretariat:
        return True, None
    return has_second_factor(session), second_factor_ends(session)


def versions_and_sessions(member_ids: list[int], session_keys: list[str]) -> tuple[dict[int, int], set[str]]:
    """The version of each member's rights, and those of the sessions that still live. Two queries, however many."""
    live = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    return access_versions(member_ids), set(live.values_list("session_key", flat=True))
