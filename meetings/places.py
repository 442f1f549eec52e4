"""Places in the room. They change only under the lock on the meeting's row, and the table itself takes no more of them
than there are.

Who waits is served in this order: members whose service has nobody there yet, then other members; among these who has
waited longest. A place that comes is the next one's at once: they have said that they come. Where the meeting has moved
since they said it, it is held for them for two days instead, and passes on if it is not answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import F

from meetings.models import Answer, Invitation, Meeting
from meetings.wall_time import end_of

HELD_FOR = timedelta(hours=48)
Place = Invitation.Place
SEATED = (Place.TAKEN, Place.OFFERED)


class Rank(IntEnum):
    NEW_SERVICE = 1
    OTHER_MEMBER = 2

    @property
    def words(self) -> str:
        if self is Rank.NEW_SERVICE:
            return "nobody of your service has a place yet, so you come before those whose service has one"
        return "somebody of your service has a place, so members of services without one come first"


@dataclass(frozen=True)
class Waiting:
    """Where somebody stands on the list, and why there."""

    invitation: Invitation
    position: int
    rank: Rank


def takes_a_seat(meeting: Meeting, invitation: Invitation) -> bool:
    """Who comes by video to a meeting that is also in a room sits in nobody's way."""
    joins_by_video = invitation.online and meeting.way == Meeting.Way.BOTH
    return invitation.answer == Answer.YES and not joins_by_video


def settle(meeting: Meeting, invitation: Invitation, *, now: datetime) -> None:
    """Give the invitation what its answer asks for, if it can be had, and let go what it does not. Not saved."""
    if not takes_a_seat(meeting, invitation):
        _leave(meeting, invitation)
        return
    if invitation.place == Place.OFFERED:  # the seat is theirs already
        invitation.place, invitation.offered_until, invitation.queued = Place.TAKEN, None, None
    elif invitation.place == Place.NONE:
        if has_room(meeting) and _may_have(meeting, invitation):
            invitation.place = Place.TAKEN
            _count(meeting, 1)
        else:
            invitation.place, invitation.queued = Place.WAITING, now


def _leave(meeting: Meeting, invitation: Invitation) -> None:
    if invitation.place in SEATED:
        _count(meeting, -1)
    invitation.place, invitation.offered_until, invitation.queued = Place.NONE, None, None


def _count(meeting: Meeting, change: int) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(taken=F("taken") + change)
    meeting.taken += change


def hand_over(giver: Invitation, taker: Invitation) -> None:
    """A place, or a turn in the line, goes from one to the other: no more and no fewer are taken. Not saved."""
    for name in ("place", "queued", "offered_until"):
        setattr(taker, name, getattr(giver, name))
    if taker.place == Place.OFFERED:
        taker.place, taker.offered_until = Place.TAKEN, None
    giver.place, giver.queued, giver.offered_until = Place.NONE, None, None


def has_room(meeting: Meeting) -> bool:
    return meeting.capacity is None or meeting.taken < meeting.capacity


def _may_have(meeting: Meeting, invitation: Invitation) -> bool:
    """Where one of each service may come, the first has the place; where there are places left, nobody is passed by."""
    if meeting.who_may_come != Meeting.WhoMayCome.SERVICES or invitation.service_id is None:
        return True
    seated = Invitation.objects.filter(meeting=meeting, service=invitation.service_id, place__in=SEATED)
    return not seated.exclude(pk=invitation.pk).exists()


def waiting_list(meeting: Meeting) -> list[Waiting]:
    """In the order in which they are served. Two queries."""
    rows = list(meeting.invitations.filter(place=Place.WAITING).select_related("member", "service"))
    if not rows:
        return []
    seated = meeting.invitations.filter(place__in=SEATED).exclude(service=None).values_list("service_id", flat=True)
    there = set(seated)
    ranked = sorted((_rank(row, there), row.queued or meeting.created, row.pk, row) for row in rows)
    return [Waiting(row, position, rank) for position, (rank, _, _, row) in enumerate(ranked, 1)]


def _rank(row: Invitation, services_there: set[int]) -> Rank:
    return Rank.OTHER_MEMBER if row.service_id in services_there else Rank.NEW_SERVICE


def offers_end(meeting: Meeting) -> datetime | None:
    """From then on no place is offered: the day of closing is over, or the meeting begins."""
    closing = end_of(meeting.closes) if meeting.closes is not None else None
    return min(one for one in (closing, meeting.starts) if one is not None) if meeting.starts else closing


def give_free_places(meeting: Meeting, *, now: datetime) -> list[Invitation]:
    """What is free goes to those who wait, in their order; returns who has one now, or is offered one. Under the
    meeting's lock.
    """
    last, served = offers_end(meeting), list[Invitation]()
    if last is None or now >= last:
        return served
    while has_room(meeting):
        found = next((one.invitation for one in waiting_list(meeting) if _may_have(meeting, one.invitation)), None)
        if found is None:
            break
        if found.answered_to < meeting.sequence:
            found.place, found.offered_until = Place.OFFERED, min(now + HELD_FOR, last)
        else:
            found.place, found.queued = Place.TAKEN, None
        found.save(update_fields=["place", "offered_until", "queued"])
        _count(meeting, 1)
        served.append(found)
    return served


def take_back_offer(meeting: Meeting, invitation: Invitation) -> None:
    """It was not answered in time: the place passes on, and whoever did not answer waits no more. Saved."""
    _leave(meeting, invitation)
    invitation.answer = ""
    invitation.save(update_fields=["place", "queued", "offered_until", "answer"])
