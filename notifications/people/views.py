"""Pages that speak of boards: the welcome, the pack for the first weeks; and who wants the weekly list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notifications.people.boards import own_board
from regions.actions.stop_induction import stop_induction
from regions.actions.stop_weekly_list import stop_weekly_list
from regions.cover import looked_after
from regions.doors import MemberRequest, member_page
from regions.models import Induction, ListStop, Office
from regions.selectors import current_membership
from regions.term_pages import offices


@member_page
def welcome(request: MemberRequest) -> HttpResponse:
    """In five lines what to do; who reads; who answers for the data."""
    place = current_membership(request.user)
    place = place if place is not None and place.status != "ended" else None
    context = {
        "place": place,
        "later": place is not None and place.starts > timezone.localdate(),
        "board": own_board(place.service.region if place else None),
        "induction": Induction.objects.filter(member=request.user, stopped=None).exists(),
    }
    return render(request, "joining/welcome.html", context)


@member_page
def induction(request: MemberRequest) -> HttpResponse:
    """The pack, for everybody; whose first weeks these are stops its letters here, or has them again."""
    if request.method == "POST":
        stop_induction(request.user, stop=request.POST.get("do") != "go_on")
        return redirect("induction")
    place = current_membership(request.user)
    region = place.service.region if place is not None and place.status != "ended" else None
    context = {
        "place": place,
        "region": region,
        "care": looked_after(region) if region else None,
        "board": own_board(region),
        "own": Induction.objects.select_related("buddy").filter(member=request.user).first(),
        "officers": [row for row in offices() if row.name != Office.Name.SECRETARIAT],
    }
    return render(request, "joining/induction.html", context)


@member_page
def weekly_list(request: MemberRequest) -> HttpResponse:
    """A representative turns the list off, or on again."""
    if request.method == "POST":
        stop_weekly_list(request.user, stop=request.POST.get("do") != "go_on")
        return redirect("weekly_list")
    stopped = ListStop.objects.filter(member=request.user).exists()
    return render(request, "notifications/weekly_list.html", {"stopped": stopped})
