"""School holidays of regions, as far as somebody has noted them."""

from collections.abc import Iterable
from datetime import date

from meetings.invitations import services_of
from meetings.models import SchoolHoliday
from meetings.wall_time import day_in_words
from regions.models import Network, Service


def holidays_to_come(network: Network, *, today: date) -> list[SchoolHoliday]:
    return list(network.school_holidays.filter(ends__gte=today))


def known_for(people: Iterable[int], days: Iterable[date]) -> list[SchoolHoliday]:
    """Those on any of these days, of the regions that the people come from. Three queries."""
    wanted = sorted(days)
    if not wanted:
        return []
    regions = Service.objects.filter(pk__in=set(services_of(people).values())).values("region")
    rows = SchoolHoliday.objects.filter(network__in=regions, starts__lte=wanted[-1], ends__gte=wanted[0])
    return list(rows.select_related("network").order_by("network__position", "network__name", "starts"))


def in_words(known: Iterable[SchoolHoliday], day: date) -> list[str]:
    """A sentence for each region whose schools are closed on the day."""
    return [
        f"{_without_year(day)} is in the school holidays of {one.network.name}: {one.name}."
        for one in known
        if one.starts <= day <= one.ends
    ]


def _without_year(day: date) -> str:
    return day_in_words(day).rsplit(" ", 1)[0]
