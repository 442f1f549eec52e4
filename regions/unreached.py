"""Whom mail does not reach: for the representative, who can telephone."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.reach import not_reached
from regions.facts import in_force
from regions.models import Membership, Network


def unreached_in(region: Network) -> QuerySet[Any]:
    """The region's places whose members are not reached, each with `since`, `trouble`, the longest first. One query."""
    lost = not_reached().filter(member=OuterRef("member")).order_by("since")
    places = Membership.objects.filter(in_force(timezone.localdate()), service__region=region)
    rows = places.exclude(status=Membership.Status.ENDED).filter(member__in=not_reached().values("member"))
    return rows.annotate(
        since=Subquery(lost.values("since")[:1]), trouble=Subquery(lost.values("kind")[:1])
    ).select_related("member__profile", "service").order_by("since", "pk")  # fmt: skip
