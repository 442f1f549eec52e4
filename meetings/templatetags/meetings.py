"""Meetings on pages of other rooms, and in words."""

from typing import Any

from django import template
from django.template.context import Context

from accounts.models import Member
from meetings.lifecycle import State
from meetings.models import DateOption, Meeting
from meetings.selectors import next_meeting_of
from meetings.wall_time import day_in_words, when
from regions.models import Network
from regions.permissions import can_see_meeting
from regions.standing import member_standing

register = template.Library()


@register.simple_tag(takes_context=True)
def next_meeting(context: Context, network: Network) -> Meeting | None:
    user: Any = context["user"]
    return next_meeting_of(user, network) if isinstance(user, Member) else None


@register.simple_tag(takes_context=True)
def sees_meetings(context: Context, network: Network) -> bool:
    return can_see_meeting(member_standing(context["user"]), network)


@register.filter
def meeting_when(meeting: Meeting) -> str:
    """«Tuesday 8 December 2026, 10:00–13:00 UK time», or that there is no date."""
    if date := when(meeting.day, meeting.from_time, meeting.to_time):
        return date
    return "A date is being looked for" if meeting.state == State.POLLING else "No date yet"


@register.filter
def date_when(option: DateOption) -> str:
    """The same for one of several dates that are asked about."""
    return when(option.day, option.from_time, option.to_time)


@register.filter
def says_of(own: dict[int, str], number: int) -> str:
    return own.get(number, "")


@register.filter
def meeting_where(meeting: Meeting) -> str:
    """«County Hall, Preston, and online»."""
    if meeting.way == Meeting.Way.ONLINE:
        return "Online"
    place = meeting.place or "Place to be told"
    return f"{place}, and online" if meeting.way == Meeting.Way.BOTH else place


@register.filter
def how_places_come(meeting: Meeting) -> str:
    """To who waits: at once, and until when."""
    sentence = "When one comes free, it is the next one’s at once, and you are told by email."
    closes = meeting.closes
    until = f"to the end of {day_in_words(closes)}" if closes is not None else "until the meeting begins"
    return f"{sentence} Places are passed on {until}, and none after that."
