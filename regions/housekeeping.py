"""What the night tidies. Nothing depends on it: access ends by dates alone."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from regions.models import Application, Confidence, Membership, ProofCode, Service, Subscription
from regions.payment import settle_places
from regions.places import not_over


def close_past_memberships(*, today: date | None = None) -> int:
    """Mark as ended what ended by its last day, and settle the places that came free. Returns how many."""
    today = today or timezone.localdate()
    past = Membership.objects.filter(ends__lt=today).exclude(status=Membership.Status.ENDED)
    service_ids = sorted(set(past.values_list("service_id", flat=True)))
    closed = 0
    for service_id in service_ids:
        with transaction.atomic():
            service = Service.objects.select_for_update().get(pk=service_id)
            closed += past.filter(service=service).update(status=Membership.Status.ENDED)
            settle_places(service=service, today=today)
    return closed


def settle_years_that_begin(*, today: date | None = None) -> int:
    """A year that was paid ahead begins to count on its first day, also after a gap. Returns how many changed."""
    today = today or timezone.localdate()
    years = Subscription.objects.filter(void=False, starts__lte=today, starts__gt=today - MISSED_NIGHTS)
    changed = 0
    for year in years.select_related("service", "member"):
        with transaction.atomic():
            if year.service is not None:
                Service.objects.select_for_update().get(pk=year.service.pk)
            changed += len(settle_places(service=year.service, member=year.member, today=today))
    return changed


def note_unpaid_places(*, today: date | None = None) -> int:
    """The days of grace of a place that nobody has paid for begin: with its first day, or tonight. Returns how many."""
    today = today or timezone.localdate()
    unpaid = Membership.objects.filter(not_over(today), paid_to=None, lapses=None, status=Membership.Status.CURRENT)
    noted = 0
    for place in unpaid.exclude(tier=Membership.Tier.HONORARY):
        last_day = max(place.starts, today) + timedelta(days=settings.GRACE_DAYS)
        noted += unpaid.filter(pk=place.pk).update(lapses=last_day + timedelta(days=1))
    return noted


UNPROVEN_KEPT = timedelta(days=2)
MISSED_NIGHTS = timedelta(days=14)
REFUSED_KEPT = timedelta(days=365)
CONFIDENCES_KEPT = timedelta(days=30)


def forget_old_applications(*, now: datetime | None = None) -> int:
    """Delete codes and unproven applications of the day before yesterday, and refused ones after a year."""
    now = now or timezone.now()
    gone = ProofCode.objects.filter(asked__lt=now - UNPROVEN_KEPT).delete()[0]
    unproven = Application.objects.filter(state=Application.State.UNPROVEN, asked__lt=now - UNPROVEN_KEPT)
    refused = Application.objects.filter(state=Application.State.REFUSED, decided__lt=now - REFUSED_KEPT)
    return gone + unproven.delete()[0] + refused.delete()[0]


def forget_old_confidences(*, now: datetime | None = None) -> int:
    """Delete the rows whose words have left a month ago: who wrote to whom is nobody's business either."""
    left = Confidence.objects.filter(words="", written__lt=(now or timezone.now()) - CONFIDENCES_KEPT)
    return left.delete()[0]
