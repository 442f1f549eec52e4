"""Places that nobody has paid for: who would pay is told once, with the last day on which to post."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Member
from notifications.letters import write_letter
from notifications.people.nobody_to_ask import tell_the_office
from notifications.people.words import day
from regions.holders import renewers_of
from regions.models import Membership
from regions.places import not_over


def remind_of_unpaid_places(*, today: date | None = None) -> int:
    """One letter for each service, or member who pays alone, whose grace has begun. Returns how many were new."""
    today = today or timezone.localdate()
    waiting = Membership.objects.filter(not_over(today), paid_to=None, lapses__gt=today, member__is_active=True)
    waiting = waiting.exclude(tier=Membership.Tier.HONORARY).select_related("member", "service__lead")
    by_holder: dict[str, list[Membership]] = {}
    for place in waiting.order_by("lapses", "pk"):
        holder = f"service-{place.service_id}" if place.through_service else f"member-{place.member_id}"
        by_holder.setdefault(holder, []).append(place)
    written, nobody = 0, {}
    for holder, places in by_holder.items():
        key = f"unpaid:{holder}:{places[0].pk}:{places[0].lapses}"
        people = _who_pays(places[0], today)
        written += sum(
            write_letter("unpaid", member=who, key=f"{key}:{who.pk}", context=_facts(places)) for who in people
        )
        if not people:
            nobody[key] = _facts(places)
    return written + tell_the_office("unpaid_nobody", nobody)


def _who_pays(place: Membership, today: date) -> list[Member]:
    return renewers_of(place.service, today=today) if place.through_service else [place.member]


def _facts(places: list[Membership]) -> dict[str, str]:
    """Of what one holder pays for, with the day on which the first of it lapses."""
    first = places[0]
    last_day = first.lapses - timedelta(days=1) if first.lapses else None
    service = first.service if first.through_service else None
    return {
        "service": service.name if service else "", "slug": service.slug if service else "",
        "places": str(len(places)), "last_day": day(last_day),
    }  # fmt: skip
