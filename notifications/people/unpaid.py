"""Places that nobody has paid for: who would pay is told once, with the last day on which to post."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Member
from notifications.letters import write_letter
from notifications.people.words import day
from regions.holders import renewers_of
from regions.models import Membership
from regions.places import not_over


def remind_of_unpaid_places(*, today: date | None = None) -> int:
    """One letter for each service, or member who pays alone, whose grace has begun. Returns how many were new."""
    today = today or timezone.localdate()
    waiting = Membership.objects.filter(not_over(today), paid_to=None, lapses__gt=today, member__is_active=True)
    waiting = waiting.exclude(tier=Membership.Tier.HONORARY).select_related("member", "service__lead")
    written = 0
    told: set[str] = set()
    for place in waiting.order_by("lapses", "pk"):
        holder = f"service-{place.service_id}" if place.through_service else f"member-{place.member_id}"
        if holder not in told:
            told.add(holder)
            written += _tell(place, holder, today)
    return written


def _tell(place: Membership, holder: str, today: date) -> int:
    key = f"unpaid:{holder}:{place.pk}:{place.lapses}"
    last_day = place.lapses - timedelta(days=1) if place.lapses else None
    context = {"service": place.service.name if place.through_service else "", "last_day": day(last_day)}
    people: list[Member] = renewers_of(place.service, today=today) if place.through_service else [place.member]
    if not people:  # nobody is there to ask: the secretariat is told
        return write_letter("unpaid_nobody", address=settings.CONTACT_ADDRESS, key=f"{key}:office", context=context)
    return sum(write_letter("unpaid", member=who, key=f"{key}:{who.pk}", context=context) for who in people)
