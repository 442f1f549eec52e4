"""The tables of this room."""

from meetings.date_models import DateAnswer, DateOption, Suits
from meetings.feed_models import CalendarFeed
from meetings.invitation_models import Answer, Door, Invitation, MeetingNote, Rsvp
from meetings.meeting_models import Meeting, MeetingNetwork

__all__ = [
    "Answer", "CalendarFeed", "DateAnswer", "DateOption", "Door", "Invitation", "Meeting", "MeetingNetwork",
    "MeetingNote", "Rsvp", "Suits",
]  # fmt: skip
