"""Who looks after a network proposes a meeting of it, alone or together with others."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from meetings.events import DateFixed, MeetingProposed
from meetings.invitations import invite_all
from meetings.lifecycle import Act, State, after
from meetings.models import Meeting, MeetingNetwork
from meetings.opening import open_topic
from meetings.streams import meeting_stream
from meetings.wishes import Wish, checked
from outbox.record import record
from regions.models import Network
from regions.permissions import Reason, can_join_meeting, can_propose_meeting, can_see_meeting, require
from regions.problems import Problem
from regions.standing import Standing, standing_of

Joined = MeetingNetwork.State


def propose_meeting(
    actor: Member, network_id: int, *, wish: Wish, idempotency_key: str, with_ids: Iterable[int] = (),
    board_slug: str = "", now: datetime | None = None,
) -> Meeting:  # fmt: skip
    """With a day in the wish its date is fixed at once. `with_ids`: networks to meet with, whose representatives are
    asked; `board_slug`: where a topic for its discussion is opened. The same key again gives the same meeting back.

    Raises NotVisible, Refused, Problem.
    """
    try:
        return _propose(actor, network_id, wish, idempotency_key, set(with_ids), board_slug, now)
    except IntegrityError:
        return Meeting.objects.get(proposed_by=actor, idempotency_key=idempotency_key)


@transaction.atomic
def _propose(
    actor: Member, network_id: int, wish: Wish, key: str, with_ids: set[int], board_slug: str, now: datetime | None
) -> Meeting:
    network, who = Network.objects.filter(pk=network_id).first(), standing_of(actor)
    if network is None or not can_see_meeting(who, network):
        raise NotVisible
    require(can_propose_meeting(who, network), Reason.NOT_THE_REPRESENTATIVE)
    earlier = Meeting.objects.filter(proposed_by=actor, idempotency_key=key).first()
    if earlier is not None:
        return earlier
    now = now or timezone.now()
    meeting = Meeting(network=network, proposed_by=actor, created=now, idempotency_key=key, **checked(wish, now=now))
    meeting.state = after(State.PROPOSED, Act.FIX) if meeting.starts else State.PROPOSED
    meeting.save()
    _bring_together(actor, who, meeting, with_ids - {network.pk})
    if board_slug:
        meeting.topic = open_topic(actor, meeting, board_slug, key=key)
        meeting.save(update_fields=["topic"])
    write_entry(
        "propose_meeting", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=network.pk,
        details={"state": str(meeting.state)},
    )  # fmt: skip
    record(MeetingProposed(meeting_id=meeting.pk))
    if meeting.starts:
        invite_all(meeting)
        record(DateFixed(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return meeting


def _bring_together(actor: Member, who: Standing, meeting: Meeting, other_ids: set[int]) -> None:
    """The others are asked; one that the person looks after as well has joined."""
    others = [one for one in Network.objects.filter(pk__in=other_ids, closed=None) if may_be_asked(who, one)]
    if len(others) != len(other_ids):
        raise Problem("with_ids", "Choose networks of the list.")
    MeetingNetwork.objects.create(meeting=meeting, network=meeting.network, state=Joined.JOINED, decided_by=actor)
    MeetingNetwork.objects.bulk_create(
        MeetingNetwork(meeting=meeting, network=one, state=Joined.JOINED, decided_by=actor)
        if can_join_meeting(who, one)
        else MeetingNetwork(meeting=meeting, network=one)
        for one in others
    )


def may_be_asked(who: Standing, network: Network) -> bool:
    """A region, or a group that the person knows of."""
    return network.kind == Network.Kind.REGION or can_see_meeting(who, network)
