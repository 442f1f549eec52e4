"""A service as its lead keeps it: the colleagues' places, and the record that others read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from regions.actions.add_colleague import Colleague, add_colleague
from regions.actions.edit_service import edit_service as edit
from regions.actions.remove_colleague import remove_colleague as remove
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest
from regions.ending import yesterday
from regions.forms.membership import ColleagueForm, RemoveForm, ServiceForm
from regions.models import Membership, Service
from regions.permissions import can_edit_service, can_manage_places
from regions.places import not_over, open_invitations, places_of, taking_a_place
from regions.views.lead_page import lead_page

UNPROCESSABLE = 422


@lead_page("manage_places", can_manage_places)
def service_places(request: MemberRequest, service: Service) -> HttpResponse:
    """Who has a place, used and left; add a colleague."""
    form = ColleagueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        colleague = Colleague(**form.cleaned_data)
        if done(form, lambda: add_colleague(request.user, service.pk, colleague)):
            messages.success(
                request, f"{colleague.first_name} {colleague.last_name} has a place. A letter is on its way."
            )
            return redirect("service_places", service.slug)
    context = _places(service) | {"form": form, "text_is_back": given_back(request, form)}
    return render(request, "membership/places.html", context, status=UNPROCESSABLE if form.errors else 200)


def _places(service: Service) -> dict[str, object]:
    today = timezone.localdate()
    here = service.memberships.filter(not_over(today)).select_related("member").order_by("starts", "pk")
    mine = list(here.filter(taking_a_place(today)))
    return {
        "service": service,
        "places": places_of(service),
        "holders": mine,
        "others": [place for place in here if place not in mine],
        "invited": list(service.invitations.filter(open_invitations(timezone.now())).order_by("created")),
        "today": today,
    }


@lead_page("manage_places", can_manage_places)
def remove_colleague(request: MemberRequest, service: Service, pk: int) -> HttpResponse:
    """Ask for the last day, or end the place now."""
    place = get_object_or_404(Membership.objects.select_related("member"), pk=pk, service=service)
    today = timezone.localdate()
    form = RemoveForm(posted(request), initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        now = request.POST.get("do") == "now"
        last_day = yesterday(today) if now else form.cleaned_data["last_day"]
        if last_day is None:
            form.add_error("last_day", form.fields["last_day"].error_messages["required"])
        elif done(form, lambda: remove(request.user, pk, last_day=last_day)):
            messages.success(request, f"{place.member.full_name} is told by a letter.")
            return redirect("service_places", service.slug)
    context = {"service": service, "place": place, "form": form}
    return render(request, "membership/remove.html", context, status=UNPROCESSABLE if form.errors else 200)


@lead_page("edit_service", can_edit_service)
def edit_service(request: MemberRequest, service: Service) -> HttpResponse:
    """What members of other services read. Memberships are not touched."""
    initial = {"about": service.about, "head_post": service.head_post, "version": service.version}
    form = ServiceForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: edit(request.user, service.pk, **data)):
            messages.success(request, "The record is saved.")
            return redirect("edit_service", service.slug)
    service.refresh_from_db(fields=["about", "head_post", "version"])
    context = {"service": service, "form": form, "text_is_back": given_back(request, form)}
    return render(request, "membership/edit_service.html", context, status=UNPROCESSABLE if form.errors else 200)
