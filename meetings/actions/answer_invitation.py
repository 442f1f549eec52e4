"""A member says whether they come: on the site, by answering the mail, or by the calendar's own buttons."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import InvitationAnswered
from meetings.invitations import Given, invitation_of
from meetings.lifecycle import Act, after
from meetings.models import Answer, Invitation, Meeting, Rsvp
from meetings.offers import fill, make_room
from meetings.places import settle
from meetings.streams import meeting_stream
from meetings.wall_time import end_of
from outbox.record import record
from regions.permissions import Reason, can_rsvp, require
from regions.standing import standing_of

BY_WEB = Given()


@transaction.atomic
def answer_invitation(
    actor: Member, meeting_id: int, *, answer: str, online: bool = False, given: Given = BY_WEB,
    now: datetime | None = None,
) -> Invitation:  # fmt: skip
    """The last answer by the time at which it was given stands; every one is kept. One that came late, or to an earlier
    date of the meeting, is kept and changes nothing. The same key again changes nothing either.

    Raises NotVisible, Refused.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_rsvp, networks_of(meeting)), Reason.NOT_INVITED)
    after(meeting.state, Act.ANSWER)
    require(not meeting.elsewhere, Reason.ARRANGED_ELSEWHERE)
    now, answer = now or timezone.now(), Answer(answer)
    require(meeting.starts is not None and now < meeting.starts, Reason.MEETING_OVER)
    require(answer == Answer.NO or meeting.closes is None or now < end_of(meeting.closes), Reason.ANSWERS_CLOSED)
    row = invitation_of(meeting, actor)
    if given.key and row.rsvps.filter(idempotency_key=given.key).exists():
        return row
    at = min(given.at or now, now)
    latest = row.answered is None or at >= row.answered
    counted = latest and (given.sequence is None or given.sequence >= meeting.sequence)
    said = Rsvp.objects.create(
        invitation=row, answer=answer, online=online, at=at, door=given.door, by=actor, counted=counted,
        idempotency_key=given.key,
    )  # fmt: skip
    if counted:
        _let_stand(meeting, row, answer, online and meeting.is_online, at, now)
    record(InvitationAnswered(invitation_id=row.pk, rsvp_id=said.pk), stream=meeting_stream(meeting.pk))
    return row


def _let_stand(meeting: Meeting, row: Invitation, answer: Answer, online: bool, at: datetime, now: datetime) -> None:
    row.answer, row.answered, row.answered_to = answer, at, meeting.sequence
    row.online = answer == Answer.YES and (online or meeting.way == Meeting.Way.ONLINE)
    if answer == Answer.YES and row.place == Invitation.Place.NONE:
        make_room(meeting, now=now)
    settle(meeting, row, now=now)
    row.save()
    fill(meeting, now=now)
