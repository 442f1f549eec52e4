"""A network that was asked takes part in another's meeting, or does not: its own representative says so."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.access import get_meeting_for
from meetings.events import MeetingJoined
from meetings.invitations import invite_all
from meetings.lifecycle import Act, after
from meetings.lifecycle import State as Meetings
from meetings.models import Meeting, MeetingNetwork
from meetings.streams import meeting_stream
from outbox.record import record
from regions.permissions import Reason, can_join_meeting, require
from regions.standing import standing_of

Joined = MeetingNetwork.State


@transaction.atomic
def join_meeting(actor: Member, meeting_id: int, network_id: int, *, joins: bool) -> Meeting:
    """Of two at once the second is told that it is decided. Raises NotVisible, Refused."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    row = meeting.with_networks.select_for_update(of=("self",)).filter(network=network_id).first()
    if row is None:
        raise NotVisible
    require(can_join_meeting(standing_of(actor), row.network), Reason.NOT_THE_REPRESENTATIVE)
    require(row.state == Joined.ASKED, Reason.ALREADY_DECIDED)
    after(meeting.state, Act.CHANGE)
    state = Joined.JOINED if joins else Joined.DECLINED
    MeetingNetwork.objects.filter(pk=row.pk).update(state=state, decided_by=actor)
    if joins and meeting.state == Meetings.FIXED:
        invite_all(meeting)
    write_entry(
        "join_meeting", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=network_id,
        details={"state": str(state)},
    )  # fmt: skip
    record(MeetingJoined(meeting_id=meeting.pk, network_id=network_id), stream=meeting_stream(meeting.pk))
    return meeting
