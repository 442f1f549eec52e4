"""The tables of this room."""

from meetings.invitation_models import Answer, Door, Invitation, MeetingNote, Rsvp
from meetings.meeting_models import Meeting, MeetingNetwork

__all__ = ["Answer", "Door", "Invitation", "Meeting", "MeetingNetwork", "MeetingNote", "Rsvp"]
