"""The attendance list: for a phone on the day, and as a sheet to print."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from meetings.actions.note_attendance import note_attendance
from meetings.models import Answer, Invitation
from meetings.views.arranging import arranged
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import can_note_attendance
from regions.problems import Problem

ORDER = {Answer.YES: 0, Answer.MAYBE: 1, "": 2, Answer.NO: 3}


@member_page
@tells_refusals("note_attendance")
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = arranged(request, pk, can_note_attendance)
    if request.method == "POST":
        here, was = (_numbers(request, name) for name in ("here", "was"))
        try:
            note_attendance(request.user, pk, changes={number: number in here for number in here ^ was})
        except Problem as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(request, "Noted.")
        return redirect("attendance", pk)
    rows = meeting.invitations.select_related("member", "service").order_by("member__last_name", "member__first_name")
    people = sorted(rows, key=lambda row: (ORDER[row.answer], not row.is_going))
    context = {
        "meeting": meeting,
        "network": meeting.network,
        "people": people,
        "here": [row for row in people if row.attended],
        "services": _services(people),
        "may_note": meeting.day is not None and timezone.localdate() >= meeting.day,
    }
    return render(request, "meetings/attendance.html", context)


def _numbers(request: MemberRequest, name: str) -> set[int]:
    return {int(value) for value in request.POST.getlist(name)[:2_000] if value.isdecimal() and len(value) < 18}


def _services(people: list[Invitation]) -> int:
    return len({row.service_id for row in people if row.attended and row.service_id is not None})
