"""The regions: a map and a table of all, and one region's page. Strangers see what is public of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Member
from forum.access import visible_boards
from regions.coverage import open_services, region_counts, service_rows
from regions.directory import listed_among
from regions.models import Network
from regions.permissions import (
    can_decide_application,
    can_see_directory,
    can_see_membership_data,
    can_set_readers,
    can_volunteer,
)
from regions.renamed import network_at
from regions.selectors import RegionRow, regions_with_representatives, representatives_of
from regions.standing import Standing, member_standing
from regions.tiles import tile_map


def standing_here(request: HttpRequest) -> Standing:
    return member_standing(request.user if isinstance(request.user, Member) else None)


def regions(request: HttpRequest) -> HttpResponse:
    """All regions, drawn and as a table. Members are counted for members only."""
    rows = regions_with_representatives()
    counts = region_counts() if can_see_directory(standing_here(request)) else None
    table = [(row, counts[row.network.pk] if counts is not None else None) for row in rows]
    return render(request, "networks/regions.html", {"map": tile_map(rows, counts), "table": table})


def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region. To strangers its name, its representatives, its services and how to join, and nothing more."""
    network = network_at(slug)
    if network is None or network.kind != Network.Kind.REGION:
        raise Http404
    if network.slug != slug:
        return redirect("region", network.slug)
    row = RegionRow(network, representatives_of(network), open_services().filter(region=network).count())
    services = open_services().filter(region=network)
    if isinstance(request.user, Member) and can_see_directory(member_standing(request.user)):
        return render(request, "networks/region.html", _for_members(request.user, row))
    return render(request, "public/region.html", {"row": row, "services": list(services)})


def _for_members(member: Member, row: RegionRow) -> dict[str, Any]:
    standing, network = member_standing(member), row.network
    vacant = not row.representatives
    return {
        "row": row,
        "count": region_counts()[network.pk],
        "rows": service_rows(open_services().filter(region=network)),
        "boards": list(visible_boards(member).filter(network=network).order_by("pk")),
        "listed": listed_among([one.member_id for one in row.representatives]),
        "may_volunteer": can_volunteer(standing, network, vacant=vacant),
        "may_decide": can_decide_application(standing, network),
        "may_set_readers": can_set_readers(standing, network),
        "sees_memberships": can_see_membership_data(standing, network),
    }
