"""Who has paid for which places, and until when.

A service's subscription covers its head (every full member through the service) and as many second-tier colleagues as
it has places, the longest-standing first. A member's own subscription covers all their places. Both count together.

`paid_to` is the last day of the unbroken stretch of paid years that today lies in: a year that was left out is not
hidden by one that was paid ahead. What nobody has paid for lapses too, after the same days of grace.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from regions.models import Membership, Service, Subscription
from regions.places import not_over
from regions.rights_changed import rights_changed

Tier = Membership.Tier
Year = tuple[date, date]


def subscription_year(on: date) -> tuple[date, date]:
    """The first and the last day of the subscription year that this day falls in."""
    month, day = (int(part) for part in settings.SUBSCRIPTION_YEAR_STARTS.split("-"))
    first = date(on.year, month, day)
    if first > on:
        first = date(on.year - 1, month, day)
    return first, date(first.year + 1, month, day) - timedelta(days=1)


def lapses_after(paid_to: date) -> date:
    """The first day without posting: the grace is whole days after the last one that is paid for."""
    return paid_to + timedelta(days=settings.GRACE_DAYS + 1)


def settle_places(
    *, service: Service | None = None, member: Member | None = None, today: date | None = None
) -> list[int]:
    """Work out afresh until when the places of a service, or of a member, are paid for; inside a transaction.

    A place that no subscription covers has no date; its days of grace run from the night that finds it so
    (`note_unpaid_places`). Returns the memberships that changed; their people's rights were raised.
    """
    today = today or timezone.localdate()
    theirs = Q(service=service) if service is not None else Q(member=member)
    places = list(Membership.objects.select_for_update().filter(theirs & not_over(today)).order_by("pk"))
    own = _paid_by_members({place.member_id for place in places})
    ours = _paid_by_services({place.service_id for place in places}, today)
    changed = []
    for place in places:
        years = own.get(place.member_id, []) + ours.get(place.pk, [])
        paid_to = paid_through(years, today) if place.tier != Tier.HONORARY else None
        if _set_paid_to(place, paid_to, today):
            changed.append(place.pk)
            rights_changed(place.member_id)
    return changed


def _set_paid_to(place: Membership, paid_to: date | None, today: date) -> bool:
    waits = place.lapses if place.paid_to is None and place.tier != Tier.HONORARY else None
    lapses = lapses_after(paid_to) if paid_to else waits
    status = place.status
    if status == Membership.Status.LAPSED and paid_to and paid_to >= today:
        status = Membership.Status.CURRENT
    if (place.paid_to, place.lapses, place.status) == (paid_to, lapses, status):
        return False
    place.paid_to, place.lapses, place.status = paid_to, lapses, Membership.Status(status)
    place.save(update_fields=["paid_to", "lapses", "status"])
    return True


def paid_through(years: list[Year], today: date) -> date | None:
    """The end of the stretch of years without a gap that holds today; else of the last one before, else of the first
    one ahead.
    """
    stretches: list[list[date]] = []
    for starts, ends in sorted(years):
        if stretches and starts <= stretches[-1][1] + timedelta(days=1):
            stretches[-1][1] = max(stretches[-1][1], ends)
        else:
            stretches.append([starts, ends])
    begun = [ends for starts, ends in stretches if starts <= today]
    if begun:
        return begun[-1]
    return stretches[0][1] if stretches else None


def _paid_by_members(member_ids: set[int]) -> dict[int | None, list[Year]]:
    rows = Subscription.objects.order_by().filter(member_id__in=member_ids, void=False)
    found: dict[int | None, list[Year]] = {}
    for member_id, starts, ends in rows.values_list("member_id", "starts", "ends"):
        found.setdefault(member_id, []).append((starts, ends))
    return found


def _paid_by_services(service_ids: set[int], today: date) -> dict[int, list[Year]]:
    """For each membership that its service pays for: the years that cover it."""
    years = Subscription.objects.filter(service_id__in=service_ids, void=False)
    covered: dict[int, list[Year]] = {}
    in_line: dict[int, list[Membership]] = {pk: [] for pk in service_ids}
    for place in covered_candidates(service_ids, today):
        in_line[place.service_id].append(place)
    for year in years:
        rank = 0
        for place in in_line[year.service_id or 0]:
            rank += place.tier == Tier.SECOND
            if place.tier == Tier.FULL or rank <= year.places:
                covered.setdefault(place.pk, []).append((year.starts, year.ends))
    return covered


def covered_candidates(service_ids: set[int], today: date) -> list[Membership]:
    """The places that a service's subscription may cover, the longest-standing first."""
    through = Membership.objects.filter(not_over(today), service_id__in=service_ids, through_service=True)
    return list(through.exclude(tier=Tier.HONORARY).order_by("starts", "pk"))
