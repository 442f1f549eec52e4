"""Who comes, as a page tells it: to everybody in numbers, and to the networks' people by name."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Member
from meetings.access import allowed
from meetings.lifecycle import Act, may
from meetings.models import Answer, Invitation, Meeting
from meetings.places import Waiting, waiting_list
from meetings.wall_time import end_of
from regions.models import Network
from regions.permissions import can_rsvp
from regions.standing import member_standing


@dataclass(frozen=True)
class Coming:
    going: list[Invitation]
    online: int
    maybe: list[Invitation]
    no: list[Invitation]
    silent: int
    services: int
    waiting: list[Waiting]

    @property
    def in_room(self) -> int:
        return len(self.going) - self.online


def who_comes(meeting: Meeting) -> Coming:
    """Two queries, and two more where somebody waits."""
    rows = list(
        meeting.invitations.select_related("member", "service").order_by(
            "member__last_name", "member__first_name", "pk"
        )
    )
    going = [row for row in rows if row.is_going]
    return Coming(
        going=going,
        online=sum(row.online for row in going),
        maybe=[row for row in rows if row.answer == Answer.MAYBE],
        no=[row for row in rows if row.answer == Answer.NO],
        silent=sum(not row.answer and not row.place for row in rows),
        services=len({row.service_id for row in going if row.service_id is not None}),
        waiting=waiting_list(meeting) if any(row.place == Invitation.Place.WAITING for row in rows) else [],
    )


@dataclass(frozen=True)
class Mine:
    """What «Are you coming?» says to one person. `row` is None for who was not asked by mail and has not answered."""

    row: Invitation | None
    open: bool  # may still say yes
    waits: Waiting | None = None
    again: bool = False  # the meeting has moved since they answered


def my_answer(member: Member, meeting: Meeting, networks: list[Network], coming: Coming) -> Mine | None:
    """None where the person is not asked, or nothing can be answered any more."""
    now = timezone.now()
    asked = allowed(member_standing(member), can_rsvp, networks) and not meeting.elsewhere
    if not asked or not may(meeting.state, Act.ANSWER) or meeting.starts is None or now >= meeting.starts:
        return None
    row = meeting.invitations.filter(member=member).first()
    waits = next((one for one in coming.waiting if one.invitation.member_id == member.pk), None)
    again = row is not None and bool(row.answer) and row.answered_to < meeting.sequence
    return Mine(row, meeting.closes is None or now < end_of(meeting.closes), waits, again)
