"""What the bell says of meetings: one notification for each whom it concerns. Whether they may see the meeting is asked
again when it is shown.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from forum.told import By, members_off
from meetings.dates import without_answer
from meetings.events import (
    DateFixed,
    DatesAsked,
    DatesReminded,
    MeetingCancelled,
    MeetingChanged,
    MeetingProposed,
    PlaceGiven,
    PlaceOffered,
)
from meetings.lifecycle import State
from meetings.models import Invitation, Meeting
from meetings.people import people_to_invite
from meetings.places import SEATED
from notifications.kinds import ABOUT
from notifications.live import push
from notifications.live.rights import member_stream
from notifications.models import Notification
from outbox.models import Event
from outbox.record import next_numbers

Kind = Notification.Kind
OPEN = (State.PROPOSED, State.POLLING, State.FIXED)


def push_meeting(event: Any, event_id: int) -> None:
    """Tell open pages of the meeting that something about it moved; they ask for it anew."""
    stream, seq = Event.objects.values_list("stream", "seq").get(pk=event_id)
    push.meeting_moved(stream, seq or 0)


def notify_of_proposal(event: MeetingProposed, event_id: int) -> None:
    """Where no topic tells of it, and no date asks for an answer."""
    meeting = Meeting.objects.filter(pk=event.meeting_id, state=State.PROPOSED, topic=None).first()
    if meeting is not None:
        _tell(_people(meeting), event_id, Kind.MTG_PROPOSED, meeting)


def notify_of_dates(event: DatesAsked | DatesReminded, event_id: int) -> None:
    meeting = Meeting.objects.filter(pk=event.meeting_id, state=State.POLLING).first()
    if meeting is not None:
        _tell([member.pk for member in without_answer(meeting)], event_id, Kind.MTG_DATES, meeting)


def notify_of_date(event: DateFixed, event_id: int) -> None:
    _tell_invited(event.meeting_id, event_id, Kind.MTG_FIXED, OPEN)


def notify_of_change(event: MeetingChanged, event_id: int) -> None:
    _tell_invited(event.meeting_id, event_id, Kind.MTG_CHANGED, OPEN)


def notify_of_cancellation(event: MeetingCancelled, event_id: int) -> None:
    """Those who were invited; of a meeting that had no date yet, its networks' people."""
    meeting = Meeting.objects.filter(pk=event.meeting_id, state=State.CANCELLED).first()
    if meeting is None:
        return
    invited = list(meeting.invitations.values_list("member_id", flat=True))
    _tell(invited or _people(meeting), event_id, Kind.MTG_OFF, meeting)


def notify_of_offer(event: PlaceGiven | PlaceOffered, event_id: int) -> None:
    row = Invitation.objects.select_related("meeting").filter(pk=event.invitation_id).first()
    if row is not None and row.place in SEATED:
        _tell([row.member_id], event_id, Kind.MTG_OFFER, row.meeting)


def _tell_invited(meeting_id: int, event_id: int, kind: str, states: Iterable[str]) -> None:
    meeting = Meeting.objects.filter(pk=meeting_id, state__in=states).first()
    if meeting is not None:
        _tell(meeting.invitations.values_list("member_id", flat=True), event_id, kind, meeting)


def _people(meeting: Meeting) -> list[int]:
    return [member.pk for member in people_to_invite(meeting)]


def _tell(member_ids: Iterable[int], event_id: int, kind: str, meeting: Meeting) -> None:
    """Never who arranges it: they did it."""
    tell_of_meeting(set(member_ids) - {meeting.proposed_by_id}, event_id, kind, meeting)


def tell_of_meeting(
    member_ids: Iterable[int | None], event_id: int, kind: str, meeting: Meeting, *, thing: int | None = None
) -> None:
    """Once for each event, and to nobody who turned the kind off."""
    known = set(Notification.objects.filter(event_id=event_id).values_list("member_id", flat=True))
    new = {pk for pk in member_ids if pk is not None} - known
    if new and kind in ABOUT:
        new -= members_off(new, ABOUT[kind], By.SITE)
    numbers = next_numbers([member_stream(pk) for pk in new])
    Notification.objects.bulk_create(
        Notification(
            member_id=pk, event_id=event_id, kind=kind, meeting=meeting, thing=thing, seq=numbers[member_stream(pk)]
        )
        for pk in sorted(new)
    )
    transaction.on_commit(partial(push.members_told, numbers), robust=True)
