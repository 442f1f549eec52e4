"""Services as members see them. What the secretariat knows of a head who is no member is not here."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from regions.coverage import get_service, lead_of, open_services, service_rows
from regions.directory import LONGEST_QUERY, clean, listed_among, regions_to_choose
from regions.doors import MemberRequest
from regions.finding import service_at, service_today
from regions.models import ServiceChange
from regions.permissions import can_edit_service, can_manage_places
from regions.standing import member_standing
from regions.views.directory import for_members

SERVICES_A_PAGE = 40
Kind = ServiceChange.Kind
SHOWN_CHANGES = (Kind.OPENED, Kind.RENAMED, Kind.MERGED, Kind.SPLIT, Kind.MOVED, Kind.LEAD)


@for_members
def services(request: MemberRequest) -> HttpResponse:
    """All open services, by name, authority or region, a page at a time."""
    query, region = clean(request.GET.get("q", "")), clean(request.GET.get("region", ""))
    found = open_services()
    for word in query.split()[:8]:
        found = found.filter(Q(name__icontains=word) | Q(authorities__name__icontains=word)).distinct()
    found = found.filter(region__slug=region) if region else found
    page = Paginator(found.order_by("name"), SERVICES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": service_rows(list(page)), "query": query, "region": region,
        "regions": regions_to_choose(), "longest": LONGEST_QUERY,
    }  # fmt: skip
    return render(request, "networks/services.html", context)


@for_members
def service(request: MemberRequest, slug: str) -> HttpResponse:
    """One service; an old address, and one that was merged, lead on to what it is today."""
    known = service_at(slug)
    if known is None:
        raise Http404
    today = service_today(known)
    if today.slug != slug:
        return redirect("service", today.slug)
    found = get_service(slug)
    if found is None:
        raise Http404
    standing, lead = member_standing(request.user), lead_of(found)
    context = {
        "service": found,
        "lead": lead,
        "lead_is_listed": lead is not None and bool(listed_among([lead.pk])),
        "changes": [change for change in found.changes.all() if change.kind in SHOWN_CHANGES],
        "merged_from": list(found.merged_from.order_by("name").only("name", "closed", "merged_into")),
        "may_edit": can_edit_service(standing, found.pk),
        "may_manage_places": can_manage_places(standing, found.pk),
    }
    return render(request, "networks/service.html", context)
