"""Whatever place comes free goes to who waits: because somebody says that they do not come, leaves the association, or
does not answer in time while it is held for them; or because there are more places.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meetings.access import allowed, networks_of
from meetings.events import OfferPassedOn, PlaceGiven, PlaceOffered
from meetings.lifecycle import State
from meetings.models import Invitation, Meeting
from meetings.places import SEATED, give_free_places, has_room, take_back_offer
from meetings.streams import meeting_stream
from outbox.record import record
from regions.events import RightsChanged
from regions.permissions import can_rsvp
from regions.standing import standings_of

Place = Invitation.Place


def pass_on_offers(*, now: datetime | None = None) -> int:
    """By the clock; returns how many offers were over."""
    now = now or timezone.now()
    over = Invitation.objects.filter(place=Place.OFFERED, offered_until__lte=now).values("meeting")
    free = Meeting.objects.filter(state=State.FIXED, starts__gt=now, invitations__place=Place.WAITING).values("pk")
    due = Meeting.objects.filter(Q(pk__in=over) | Q(pk__in=free)).order_by("pk").values_list("pk", flat=True)
    return sum(_pass_on(pk, now) for pk in list(due))


def pass_on_of_member(event: RightsChanged, event_id: int) -> None:
    """Who may come no more has no place any more, and who waits need not wait for the clock."""
    now = timezone.now()
    held = Invitation.objects.filter(member=event.member_id, meeting__state=State.FIXED, meeting__starts__gt=now)
    for pk in list(held.exclude(place=Place.NONE).order_by("meeting").values_list("meeting", flat=True)):
        _pass_on(pk, now)


def fill(meeting: Meeting, *, now: datetime) -> None:
    """Serve who waits with what is free. Under the meeting's lock."""
    if meeting.state != State.FIXED:
        return
    for row in give_free_places(meeting, now=now):
        given = PlaceGiven(row.pk) if row.place == Place.TAKEN else PlaceOffered(row.pk)
        record(given, stream=meeting_stream(meeting.pk))


def make_room(meeting: Meeting, *, now: datetime) -> None:
    """Before somebody is told that a meeting is full: nobody who has left keeps a place. Under the meeting's lock."""
    if has_room(meeting):
        return
    let_go(meeting, gone_since(meeting, SEATED))
    fill(meeting, now=now)


def let_go(meeting: Meeting, rows: Sequence[Invitation]) -> None:
    """Of who may not come any more: not in the room, not on the list. Under the meeting's lock."""
    for row in rows:
        take_back_offer(meeting, row)


def gone_since(meeting: Meeting, places: Sequence[str] = (*SEATED, Place.WAITING)) -> list[Invitation]:
    """Who has a place, or waits for one, and is no member of its networks any more."""
    rows = list(meeting.invitations.filter(place__in=places).order_by("pk"))
    standings, networks = standings_of([row.member_id for row in rows]), networks_of(meeting)
    return [row for row in rows if not allowed(standings[row.member_id], can_rsvp, networks)]


@transaction.atomic
def _pass_on(meeting_id: int, now: datetime) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    over = list(meeting.invitations.filter(place=Place.OFFERED, offered_until__lte=now).order_by("pk"))
    for row in over:
        take_back_offer(meeting, row)
        record(OfferPassedOn(invitation_id=row.pk), stream=meeting_stream(meeting.pk))
    let_go(meeting, gone_since(meeting))
    fill(meeting, now=now)
    return len(over)
