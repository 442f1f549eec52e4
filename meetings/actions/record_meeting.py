"""A meeting that was arranged elsewhere is noted in one line. Nobody is invited again, and nobody is written to."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.lifecycle import State
from meetings.models import Meeting, MeetingNetwork
from meetings.wishes import Wish, checked
from regions.models import Network
from regions.permissions import Reason, can_record_meeting, can_see_meeting, require
from regions.problems import Problem
from regions.standing import standing_of


def record_meeting(
    actor: Member, network_id: int, *, wish: Wish, idempotency_key: str, now: datetime | None = None
) -> Meeting:
    """It may be to come or over. Raises NotVisible, Refused, Problem."""
    try:
        return _record(actor, network_id, wish, idempotency_key, now or timezone.now())
    except IntegrityError:
        return Meeting.objects.get(proposed_by=actor, idempotency_key=idempotency_key)


@transaction.atomic
def _record(actor: Member, network_id: int, wish: Wish, key: str, now: datetime) -> Meeting:
    network, who = Network.objects.filter(pk=network_id).first(), standing_of(actor)
    if network is None or not can_see_meeting(who, network):
        raise NotVisible
    require(can_record_meeting(who, network), Reason.NOT_THE_REPRESENTATIVE)
    earlier = Meeting.objects.filter(proposed_by=actor, idempotency_key=key).first()
    if earlier is not None:
        return earlier
    if wish.day is None:
        raise Problem("day", "Choose the day.")
    meeting = Meeting(
        network=network, proposed_by=actor, created=now, idempotency_key=key, elsewhere=True,
        **checked(wish, now=now, past=True),
    )  # fmt: skip
    meeting.state = State.HELD if meeting.ends is not None and meeting.ends <= now else State.FIXED
    meeting.save()
    MeetingNetwork.objects.create(meeting=meeting, network=network, state=MeetingNetwork.State.JOINED, decided_by=actor)
    write_entry("record_meeting", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=network.pk)
    return meeting
