"""Whom a letter about a region's affairs goes to: asked of the rule book, today."""

from collections.abc import Callable

from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Network, Office, Representation
from regions.permissions import (
    can_appoint_representative,
    can_decide_application,
    is_acting_officer,
    is_working_secretariat,
)
from regions.standing import Standing, standings_of


def office_holders(rule: Callable[[Standing], bool]) -> list[Member]:
    """Those among today's representatives, officers and secretariat whom the rule allows."""
    held = in_force(timezone.localdate())
    candidates = set(Representation.objects.filter(held).values_list("member_id", flat=True))
    candidates |= set(Office.objects.filter(held).values_list("member_id", flat=True))
    allowed = [pk for pk, who in standings_of(sorted(candidates)).items() if rule(who)]
    return list(Member.objects.filter(pk__in=allowed, is_active=True).order_by("pk"))


def deciders(region: Network | None) -> list[Member]:
    """Who decides on applications to this region; without a region, the secretariat."""
    if region is None:
        return office_holders(is_working_secretariat)
    return office_holders(lambda who: can_decide_application(who, region))


def appointers() -> list[Member]:
    """Who appoints representatives."""
    return office_holders(can_appoint_representative)


def officers() -> list[Member]:
    return office_holders(is_acting_officer)
