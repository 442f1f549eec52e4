"""A place that was held and not answered in time passes on, and so does that of somebody who is no member any more;
whatever is free is held for who waits.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meetings.access import allowed, networks_of
from meetings.events import OfferPassedOn, PlaceOffered
from meetings.lifecycle import State
from meetings.models import Invitation, Meeting
from meetings.places import offer_free_places, take_back_offer
from meetings.streams import meeting_stream
from outbox.record import record
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


def gone_since(meeting: Meeting) -> list[Invitation]:
    """Who has a place, or waits for one, and is no member of its networks any more."""
    rows = list(meeting.invitations.exclude(place=Place.NONE).order_by("pk"))
    standings, networks = standings_of([row.member_id for row in rows]), networks_of(meeting)
    return [row for row in rows if not allowed(standings[row.member_id], can_rsvp, networks)]


@transaction.atomic
def _pass_on(meeting_id: int, now: datetime) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    over = list(meeting.invitations.filter(place=Place.OFFERED, offered_until__lte=now).order_by("pk"))
    for row in over:
        take_back_offer(meeting, row)
        record(OfferPassedOn(invitation_id=row.pk), stream=meeting_stream(meeting.pk))
    for row in gone_since(meeting):
        take_back_offer(meeting, row)
    if meeting.state == State.FIXED:
        for offered in offer_free_places(meeting, now=now):
            record(PlaceOffered(invitation_id=offered.pk), stream=meeting_stream(meeting.pk))
    return len(over)
