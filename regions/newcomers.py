"""Who is new in a region, and which of its services has no member: for the representative's desk."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Induction, Membership, Network, Service

NEW_FOR = timedelta(days=35)


@dataclass(frozen=True)
class Newcomer:
    place: Membership
    induction: Induction | None

    @property
    def buddy(self) -> Member | None:
        return self.induction.buddy if self.induction else None


def newcomers(region: Network, *, today: date | None = None) -> list[Newcomer]:
    """Those whose first place in the region began within five weeks. Two queries."""
    today = today or timezone.localdate()
    places = Membership.objects.filter(service__region=region, starts__gt=today - NEW_FOR)
    rows = list(
        places.exclude(status=Membership.Status.ENDED).select_related("member", "service").order_by("-starts", "-pk")
    )
    found = Induction.objects.filter(pk__in=[row.member_id for row in rows]).select_related("buddy", "member")
    inductions = {row.pk: row for row in found}
    return [Newcomer(row, inductions.get(row.member_id)) for row in rows]


def services_without_member(region: Network, *, today: date | None = None) -> list[Service]:
    places = Membership.objects.filter(in_force(today or timezone.localdate()), service=OuterRef("pk"))
    here = places.exclude(status=Membership.Status.ENDED)
    return list(Service.objects.filter(~Exists(here), region=region, closed=None))
