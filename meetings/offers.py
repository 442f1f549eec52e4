"""A place that was held and not answered in time passes on; and whatever is free is held for who waits."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from meetings.events import OfferPassedOn, PlaceOffered
from meetings.lifecycle import State
from meetings.models import Invitation, Meeting
from meetings.places import offer_free_places, take_back_offer
from outbox.record import record

Place = Invitation.Place


def pass_on_offers(*, now: datetime | None = None) -> int:
    """By the clock; returns how many offers were over."""
    now = now or timezone.now()
    over = Invitation.objects.filter(place=Place.OFFERED, offered_until__lte=now).values("meeting")
    room = Q(capacity=None) | Q(taken__lt=F("capacity"))
    free = Meeting.objects.filter(room, state=State.FIXED, invitations__place=Place.WAITING).values("pk")
    due = Meeting.objects.filter(Q(pk__in=over) | Q(pk__in=free)).order_by("pk").values_list("pk", flat=True)
    return sum(_pass_on(pk, now) for pk in list(due))


@transaction.atomic
def _pass_on(meeting_id: int, now: datetime) -> int:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    over = list(meeting.invitations.filter(place=Place.OFFERED, offered_until__lte=now).order_by("pk"))
    for row in over:
        take_back_offer(meeting, row)
        record(OfferPassedOn(invitation_id=row.pk))
    if meeting.state == State.FIXED:
        for offered in offer_free_places(meeting, now=now):
            record(PlaceOffered(invitation_id=offered.pk))
    return len(over)
