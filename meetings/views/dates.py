"""Looking for a date: asking, answering, reminding, and choosing one."""

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.content import BadContent
from meetings.access import get_meeting_for
from meetings.actions.ask_dates import ask_dates, checked_options
from meetings.actions.fix_date import Date
from meetings.actions.fix_date import fix_date as fix
from meetings.actions.remind_of_dates import remind_of_dates
from meetings.actions.say_which_dates import say_which_dates
from meetings.dates import MOST_OPTIONS, warnings_for
from meetings.forms import DateLine, DatesForm
from meetings.models import Meeting
from meetings.views.arranging import UNPROCESSABLE, arranged
from regions.doing import done, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import can_ask_dates

Lines = formset_factory(DateLine, extra=5, max_num=MOST_OPTIONS, absolute_max=MOST_OPTIONS)


@member_page
@tells_refusals("ask_dates")
def ask_which_dates(request: MemberRequest, pk: int) -> HttpResponse:
    """What speaks against a date is shown first; the same form sent once more asks all the same."""
    meeting = arranged(request, pk, can_ask_dates)
    form, lines, warned = DatesForm(posted(request)), Lines(posted(request)), list[str]()
    if form.is_bound and form.is_valid() and lines.is_valid():
        dates = [line.date() for line in lines if line.is_filled]
        warned = _warned(request, form, meeting, dates)
        sure = not warned or form.cleaned_data["sure"]
        closes = form.cleaned_data["closes"]
        if sure and not form.errors and done(form, lambda: ask_dates(request.user, pk, dates=dates, closes=closes)):
            messages.success(request, "Everybody is asked by email which dates suit.")
            return redirect("meeting", pk)
    context = {"meeting": meeting, "network": meeting.network, "form": form, "lines": lines, "warned": warned}
    status = UNPROCESSABLE if form.errors or any(lines.errors) else 200
    return render(request, "meetings/ask_dates.html", context, status=status)


def _warned(request: MemberRequest, form: DatesForm, meeting: Meeting, dates: list[Date]) -> list[str]:
    found: list[Any] = []
    checked = done(form, lambda: found.extend(checked_options(meeting, dates, now=timezone.now())))
    return warnings_for(request.user, meeting, found) if checked else []


@member_page
@tells_refusals("say_which_dates")
def which_dates(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows the meeting, where the form is."""
    meeting = get_meeting_for(request.user, pk)
    if request.method == "POST":
        numbers = meeting.date_options.values_list("number", flat=True)
        says = {number: request.POST.get(f"date_{number}", "") for number in numbers}
        try:
            say_which_dates(request.user, pk, says=says)
        except BadContent as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Your answer is counted. You can change it until the date is chosen.")
    return redirect("meeting", pk)


@member_page
@tells_refusals("remind_of_dates")
def remind(request: MemberRequest, pk: int) -> HttpResponse:
    get_meeting_for(request.user, pk)
    if request.method == "POST":
        remind_of_dates(request.user, pk)
        messages.success(request, "Those who have not answered get a reminder, and nobody else.")
    return redirect("meeting", pk)


@member_page
@tells_refusals("fix_date")
def choose_date(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """One of the dates that were asked about."""
    option = get_meeting_for(request.user, pk).date_options.filter(number=number).first()
    if option is None:
        raise Http404
    if request.method == "POST":
        fix(request.user, pk, wanted=Date(option.day, option.from_time, option.to_time))
        messages.success(request, "The date is fixed. Everybody gets an invitation.")
    return redirect("meeting", pk)
