"""For who looks after a region, and for the executive: when its schools are closed."""

from contextlib import suppress
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.views.networks import get_network_for
from meetings.actions.add_school_holiday import add_school_holiday
from meetings.actions.remove_school_holiday import remove_school_holiday
from meetings.holiday_forms import HolidayForm
from meetings.holidays import holidays_to_come
from meetings.views.arranging import UNPROCESSABLE
from regions.doing import done, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import Reason, can_keep_school_holidays, require
from regions.standing import member_standing


@member_page
@tells_refusals("keep_school_holidays")
def school_holidays(request: MemberRequest, slug: str) -> HttpResponse:
    network = get_network_for(request.user, slug)
    require(can_keep_school_holidays(member_standing(request.user), network), Reason.NOT_THE_REPRESENTATIVE)
    if "remove" in request.POST:
        return _removed(request, network)
    form = HolidayForm(posted(request))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        if done(form, lambda: add_school_holiday(request.user, network.pk, **typed)):
            messages.success(request, "Noted. Whoever asks which dates suit is told.")
            return redirect("school_holidays", network.slug)
    context = {"network": network, "form": form, "rows": holidays_to_come(network, today=timezone.localdate())}
    return render(request, "meetings/school_holidays.html", context, status=UNPROCESSABLE if form.errors else 200)


def _removed(request: MemberRequest, network: Network) -> HttpResponse:
    with suppress(ValueError):  # no day at all names none of them
        remove_school_holiday(request.user, network.pk, starts=date.fromisoformat(request.POST["remove"]))
        messages.success(request, "Taken away.")
    return redirect("school_holidays", network.slug)
