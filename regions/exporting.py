"""Memberships as the rows of a file: the columns of an import, so that what was exported can be given back."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from regions.importing.cells import TIER_WORDS
from regions.importing.columns import INFORMATION, Column
from regions.models import Membership, Network

HEADING = [column.value for column in Column] + list(INFORMATION)
Cell = str | date | None


def memberships(region: Network | None = None) -> QuerySet[Membership]:
    """Every place that anybody ever had, of one region or of all; without those who were erased."""
    places = Membership.objects.filter(member__erased=None).select_related("member", "service__region")
    if region is not None:
        places = places.filter(service__region=region)
    return places.order_by("service__region__position", "service__name", "member__last_name", "member_id", "pk")


def lines(places: QuerySet[Membership]) -> Iterator[list[Cell]]:
    for place in places.iterator(chunk_size=1000):
        member, service = place.member, place.service
        yield [
            member.email, member.first_name, member.last_name, place.job_title, service.name,
            TIER_WORDS[Membership.Tier(place.tier)], "yes" if place.through_service else "no", place.starts,
            place.ends, place.status, service.region.name, place.paid_to,
        ]  # fmt: skip
