"""The tables of this room."""

from meetings.date_models import DateAnswer, DateOption, Suits
from meetings.feed_models import CalendarFeed
from meetings.holiday_models import SchoolHoliday
from meetings.invitation_models import Answer, Door, Invitation, MeetingNote, Rsvp
from meetings.meeting_models import Meeting, MeetingNetwork
from meetings.minutes_models import ActionPoint, Correction, MinuteItem, MinuteItemVersion, Minutes, MinutesCheck

__all__ = [
    "ActionPoint", "Answer", "CalendarFeed", "Correction", "DateAnswer", "DateOption", "Door", "Invitation", "Meeting",
    "MeetingNetwork", "MeetingNote", "MinuteItem", "MinuteItemVersion", "Minutes", "MinutesCheck", "Rsvp",
    "SchoolHoliday", "Suits",
]  # fmt: skip
