"""Members as a file: all of them for the secretariat, a region's own for its representative."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.assurance import fresh_code_page, second_factor_page
from regions.actions.export_members import export_members as take_members
from regions.doors import MemberRequest, allowed_page, member_page, tells_refusals
from regions.downloads import download
from regions.exporting import HEADING, memberships
from regions.models import Network
from regions.permissions import Reason, can_export_members, can_export_region, require
from regions.spreadsheets import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from regions.standing import member_standing


@allowed_page("export_members", can_export_members, Reason.NOT_THE_SECRETARIAT, second_factor=True)
@fresh_code_page
def export_members(request: MemberRequest) -> HttpResponse:
    return _page_or_file(request, None)


@member_page
@tells_refusals("export_region")
def export_region(request: MemberRequest, slug: str) -> HttpResponse:
    region = get_object_or_404(Network, slug=slug, kind=Network.Kind.REGION)
    require(can_export_region(member_standing(request.user), region), Reason.NOT_THE_REPRESENTATIVE)
    return _region(request, region)


@second_factor_page
@fresh_code_page
def _region(request: MemberRequest, region: Network) -> HttpResponse:
    return _page_or_file(request, region)


def _page_or_file(request: MemberRequest, region: Network | None) -> HttpResponse:
    """Says what the file holds; the button, and nothing else, hands it out."""
    if request.method != "POST":
        return render(request, "exports/members.html", {"region": region, "count": memberships(region).count()})
    rows = take_members(request.user, region=region)
    name = region.slug if region else "members"
    if request.POST.get("as") == "xlsx":
        return download(as_xlsx(HEADING, rows, title="Members"), f"{name}.xlsx", XLSX_TYPE)
    return download(as_csv(HEADING, rows), f"{name}.csv", CSV_TYPE)
