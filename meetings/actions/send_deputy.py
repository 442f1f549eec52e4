"""A member who cannot come sends somebody of their own service instead: the place moves in one step."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.deputies import possible_deputies
from meetings.events import DeputySent
from meetings.invitations import invitation_of
from meetings.lifecycle import Act, after
from meetings.models import Answer, Invitation, Meeting, Rsvp
from meetings.places import hand_over, settle
from meetings.streams import meeting_stream
from meetings.wall_time import end_of
from outbox.record import record
from regions.permissions import Reason, can_rsvp, require
from regions.problems import Problem
from regions.standing import standing_of


@transaction.atomic
def send_deputy(actor: Member, meeting_id: int, deputy_id: int, *, now: datetime | None = None) -> Invitation:
    """The deputy has what the member had: the place, or the turn on the list. Raises NotVisible, Refused, Problem."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_rsvp, networks_of(meeting)), Reason.NOT_INVITED)
    after(meeting.state, Act.ANSWER)
    require(not meeting.elsewhere, Reason.ARRANGED_ELSEWHERE)
    now = now or timezone.now()
    require(meeting.starts is not None and now < meeting.starts, Reason.MEETING_OVER)
    deputy = next((one for one in possible_deputies(actor, meeting) if one.pk == deputy_id), None)
    if deputy is None:
        raise Problem("deputy", "Choose somebody of your service who is not coming already.")
    mine, theirs = invitation_of(meeting, actor), invitation_of(meeting, deputy)
    had = mine.place
    require(bool(had) or meeting.closes is None or now < end_of(meeting.closes), Reason.ANSWERS_CLOSED)
    _say(meeting, theirs, Answer.YES, actor, now, online=mine.online)
    _say(meeting, mine, Answer.NO, actor, now, online=False)
    hand_over(mine, theirs) if had else settle(meeting, theirs, now=now)
    for row in (mine, theirs):
        row.save()
    record(DeputySent(invitation_id=mine.pk, deputy_invitation_id=theirs.pk), stream=meeting_stream(meeting.pk))
    return theirs


def _say(meeting: Meeting, row: Invitation, answer: Answer, actor: Member, now: datetime, *, online: bool) -> None:
    row.answer, row.answered, row.answered_to = answer, now, meeting.sequence
    row.online = online or (answer == Answer.YES and meeting.way == Meeting.Way.ONLINE)
    Rsvp.objects.create(invitation=row, answer=answer, online=row.online, at=now, by=actor)
