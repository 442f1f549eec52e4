"""The second-tier places of a service's group membership: how many there are, used and left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from regions.models import Invitation, Membership, Service, Subscription


@dataclass(frozen=True)
class Places:
    """Of one service. More may be used than there are, after a renewal with fewer."""

    total: int = 0
    used: int = 0

    @property
    def left(self) -> int:
        return max(0, self.total - self.used)

    @property
    def too_many(self) -> int:
        return max(0, self.used - self.total)


def taking_a_place(today: date) -> Q:
    """Memberships that use one of their service's places, from the day they are given to their last day."""
    return Q(tier=Membership.Tier.SECOND, through_service=True) & not_over(today)


def not_over(today: date) -> Q:
    return (Q(ends=None) | Q(ends__gte=today)) & ~Q(status=Membership.Status.ENDED)


def open_invitations(now: datetime) -> Q:
    return Q(accepted=None, withdrawn=None, expires__gt=now)


def places_of(service: Service, *, today: date | None = None, now: datetime | None = None, but: str = "") -> Places:
    """Used by colleagues and kept for invited ones; `but`: not counting an invitation of this address."""
    return places_of_all([service.pk], today=today, now=now, but=but)[service.pk]


def places_of_all(
    service_ids: list[int], *, today: date | None = None, now: datetime | None = None, but: str = ""
) -> dict[int, Places]:
    """The same for many services, in three queries."""
    now = now or timezone.now()
    today = today or timezone.localdate(now)
    kept = Invitation.objects.filter(
        open_invitations(now), service_id__in=service_ids, tier=Membership.Tier.SECOND, through_service=True
    )
    members = _by_service(Membership.objects.filter(taking_a_place(today), service_id__in=service_ids))
    invited = _by_service(kept.exclude(address__iexact=but) if but else kept)
    totals = _totals(service_ids, today)
    return {pk: Places(totals.get(pk, 0), members.get(pk, 0) + invited.get(pk, 0)) for pk in service_ids}


def _by_service(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("service_id").annotate(how_many=Count("pk")))


def _totals(service_ids: list[int], today: date) -> dict[int | None, int]:
    """The places of the year that holds today; in the grace after a year, still those of that year."""
    graced = today - timedelta(days=settings.GRACE_DAYS)
    years = Subscription.objects.filter(service_id__in=service_ids, void=False, starts__lte=today, ends__gte=graced)
    return {year.service_id: year.places for year in years.order_by("starts")}
