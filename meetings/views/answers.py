"""Answering an invitation, and the list of who comes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from meetings.access import allowed, get_meeting_for, networks_of
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.send_deputy import send_deputy
from meetings.models import Answer, Invitation
from meetings.standing_answers import who_comes
from meetings.streams import meeting_stream
from outbox.record import newest_number
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import can_change_meeting
from regions.problems import Problem
from regions.standing import member_standing

ANSWERS = {
    "yes": (Answer.YES, False),
    "online": (Answer.YES, True),
    "maybe": (Answer.MAYBE, False),
    "no": (Answer.NO, False),
}
SAID = {
    Answer.YES: "You are going. It is in the mail that comes now, with an entry for your calendar.",
    Answer.MAYBE: "You may come. Say yes or no when you know.",
    Answer.NO: "You are not going.",
}


@member_page
@tells_refusals("answer_invitation")
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows the meeting, where the buttons are: a scanner of mail answers for nobody."""
    get_meeting_for(request.user, pk)
    if request.method == "POST" and (wanted := ANSWERS.get(request.POST.get("answer", ""))):
        row = answer_invitation(request.user, pk, answer=wanted[0], online=wanted[1])
        waits = row.place == Invitation.Place.WAITING
        said = "All places are taken. You are on the waiting list." if waits else SAID[wanted[0]]
        messages.success(request, said)
    return redirect("meeting", pk)


@member_page
@tells_refusals("send_deputy")
def deputy(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows the meeting, where the form is."""
    get_meeting_for(request.user, pk)
    chosen = request.POST.get("deputy", "")
    if request.method == "POST":
        try:
            sent = send_deputy(request.user, pk, int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
        except Problem as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(
                request, f"{sent.member.full_name} comes instead. Both of you get a mail for your calendars."
            )
    return redirect("meeting", pk)


@member_page
def meeting_people(request: MemberRequest, pk: int) -> HttpResponse:
    """By name, for everybody who sees the meeting; every answer there was, for who arranges it."""
    live_seq = newest_number(meeting_stream(pk))
    meeting = get_meeting_for(request.user, pk)
    networks = networks_of(meeting)
    arranges = allowed(member_standing(request.user), can_change_meeting, networks)
    context = {
        "meeting": meeting,
        "network": meeting.network,
        "networks": networks,
        "coming": who_comes(meeting),
        "arranges": arranges,
        "live_seq": live_seq,
        "history": _history(pk) if arranges else [],
        "notes": list(meeting.notes.select_related("member").order_by("-at")) if arranges else [],
    }
    return render(request, "meetings/people.html", context)


def _history(meeting_id: int) -> list[Invitation]:
    rows = Invitation.objects.filter(meeting=meeting_id).exclude(rsvps=None).select_related("member")
    return list(rows.prefetch_related("rsvps").distinct().order_by("member__last_name", "member__first_name", "pk"))
