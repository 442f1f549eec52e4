"""Inviting people: one row for each, made once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import Member
from meetings.models import Door, Invitation, Meeting
from meetings.people import people_to_invite
from regions.models import Membership
from regions.selectors import places_to_name


@dataclass(frozen=True)
class Given:
    """By which door an answer came, and when it was given. `sequence`: of the calendar entry that was answered."""

    door: str = Door.WEB
    at: datetime | None = None
    key: str = ""
    sequence: int | None = None


def invite_all(meeting: Meeting) -> int:
    """A row for each who may answer and has none yet; returns how many were made."""
    there = set(meeting.invitations.values_list("member_id", flat=True))
    people = [member for member in people_to_invite(meeting) if member.pk not in there]
    services = services_of(member.pk for member in people)
    rows = [Invitation(meeting=meeting, member=member, service_id=services.get(member.pk)) for member in people]
    Invitation.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def invitation_of(meeting: Meeting, member: Member) -> Invitation:
    """The member's own row; one for who came later is made now. Under the meeting's lock."""
    service_id = services_of([member.pk]).get(member.pk)
    row, _ = Invitation.objects.get_or_create(meeting=meeting, member=member, defaults={"service_id": service_id})
    return row


def services_of(member_ids: Iterable[int]) -> dict[int, int]:
    """The service that each comes for: the latest place that is not over. One query."""
    places = places_to_name(today=timezone.localdate()).filter(member__in=list(member_ids))
    found: dict[int, int] = {}
    for place in places.exclude(status=Membership.Status.ENDED).only("member_id", "service_id"):
        found.setdefault(place.member_id, place.service_id)
    return found
