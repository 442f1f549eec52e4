"""One meeting."""

from django.http import HttpResponse
from django.shortcuts import render

from meetings.access import allowed, asked_of, get_meeting_for, networks_of
from meetings.lifecycle import Act, may
from meetings.standing_answers import my_answer, who_comes
from meetings.topics import topic_to_read
from regions.doors import MemberRequest, member_page
from regions.permissions import can_change_meeting, can_see_joining_link
from regions.standing import member_standing


@member_page
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = get_meeting_for(request.user, pk), member_standing(request.user)
    networks = networks_of(found)
    arranges = allowed(who, can_change_meeting, networks)
    coming = who_comes(found)
    mine = my_answer(request.user, found, networks, coming)
    going = mine is not None and mine.row is not None and mine.row.is_going
    context = {
        "meeting": found,
        "networks": networks,
        "network": found.network,
        "coming": coming,
        "mine": mine,
        "asked": asked_of(request.user, found),
        "topic": topic_to_read(request.user, found),
        "arranges": arranges,
        "may_fix": arranges and may(found.state, Act.FIX),
        "may_change": arranges and may(found.state, Act.CHANGE),
        "may_cancel": arranges and may(found.state, Act.CANCEL),
        "sees_link": any(can_see_joining_link(who, one, is_going=going) for one in networks),
    }
    return render(request, "meetings/meeting.html", context)
