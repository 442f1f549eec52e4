"""One meeting."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from meetings.access import allowed, asked_of, get_meeting_for, networks_of
from meetings.dates import answers_of, results_of
from meetings.deputies import possible_deputies
from meetings.lifecycle import Act, State, may
from meetings.minutes.access import readable_minutes
from meetings.minutes.actions_list import carried_to
from meetings.minutes.overdue import is_overdue
from meetings.standing_answers import my_answer, who_comes
from meetings.streams import meeting_stream
from meetings.topics import topic_to_read
from outbox.record import newest_number
from regions.doors import MemberRequest, member_page
from regions.permissions import (
    can_change_meeting,
    can_say_which_dates,
    can_see_joining_link,
    can_write_minutes,
)
from regions.standing import member_standing


@member_page
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    live_seq = newest_number(meeting_stream(pk))  # before all that is read: what comes meanwhile is asked for
    found, who = get_meeting_for(request.user, pk), member_standing(request.user)
    networks = networks_of(found)
    arranges = allowed(who, can_change_meeting, networks)
    coming = who_comes(found)
    mine = my_answer(request.user, found, networks, coming)
    going = mine is not None and mine.row is not None and mine.row.is_going
    minutes = readable_minutes(request.user, found)
    may_write = allowed(who, can_write_minutes, networks) and may(found.state, Act.WRITE_MINUTES)
    context = {
        "minutes": minutes,
        "carried": carried_to(request.user, found) if found.state == State.FIXED else [],
        "may_write_minutes": may_write and found.day is not None and found.day <= timezone.localdate(),
        "minutes_overdue": is_overdue(found, published=minutes is not None and minutes.published is not None),
        "meeting": found,
        "networks": networks,
        "network": found.network,
        "coming": coming,
        "dates": results_of(found) if found.state == State.POLLING else None,
        "own_dates": answers_of(request.user, found) if found.state == State.POLLING else {},
        "says_dates": found.state == State.POLLING and allowed(who, can_say_which_dates, networks),
        "may_ask_dates": arranges and may(found.state, Act.ASK_DATES),
        "mine": mine,
        "deputies": possible_deputies(request.user, found) if mine is not None else [],
        "asked": asked_of(request.user, found),
        "topic": topic_to_read(request.user, found),
        "arranges": arranges,
        "live_seq": live_seq,
        "may_fix": arranges and may(found.state, Act.FIX),
        "may_change": arranges and may(found.state, Act.CHANGE),
        "may_cancel": arranges and may(found.state, Act.CANCEL),
        "sees_link": any(can_see_joining_link(who, one, is_going=going) for one in networks),
    }
    return render(request, "meetings/meeting.html", context)
