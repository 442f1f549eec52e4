"""What this room holds about a person: the meetings that they arranged."""

from typing import Any

from django.utils import timezone

from accounts.models import Member
from accounts.personal import Held
from meetings.minutes.personal_data import erase_from_minutes, minutes_of
from meetings.models import CalendarFeed, DateAnswer, Invitation, Meeting, MeetingNetwork, MeetingNote, Rsvp
from meetings.offers import fill, let_go
from regions.personal_data import traces_with_phone

WORDS = ("title", "place", "directions", "agenda", "reason")
HELD = (
    Held("Meetings that you proposed, and networks for which you said that they take part", "without end",
         "stay; your name, addresses and telephone number are taken out of them",
         ("meetings.Meeting", "meetings.MeetingNetwork")),
    Held("Meetings that you were invited to, every answer of yours, and what you told who arranges them", "without end",
         "deleted; your place is given free", ("meetings.Invitation", "meetings.Rsvp", "meetings.MeetingNote")),
    Held("That you have a secret address for your calendar, and since when", "until you take it back", "deleted",
         ("meetings.CalendarFeed",)),
    Held("Minutes of meetings, their earlier texts, and action points", "without end",
         "stay; your name, addresses and telephone number are taken out of their texts, and action points are nobody’s",
         ("meetings.Minutes", "meetings.MinuteItem", "meetings.MinuteItemVersion", "meetings.ActionPoint")),
    Held("Your corrections of draft minutes, and that you found a draft right", "with the minutes", "deleted",
         ("meetings.Correction", "meetings.MinutesCheck")),
    Held("Which dates you said suit you for a meeting", "with the meeting", "deleted",
         ("meetings.DateAnswer", "meetings.DateOption")),
)  # fmt: skip


def gather(member: Member) -> dict[str, Any]:
    invitations = member.meeting_invitations.select_related("meeting").prefetch_related("rsvps")
    return {
        "meetings proposed": list(
            Meeting.objects.filter(proposed_by=member)
            .order_by("pk")
            .values("title", "state", "day", "place", "directions", "agenda", "created", "reason")
        ),
        "invitations to meetings": [_invitation(row) for row in invitations.order_by("pk")],
        "dates that suit": list(
            member.date_answers.order_by("pk").values("option__meeting_id", "option__day", "says", "at")
        ),
        "calendar address": list(CalendarFeed.objects.filter(member=member).values("made")),
        "minutes": minutes_of(member),
        "notes on meetings": list(
            member.meeting_notes.order_by("pk").values("meeting_id", "words", "starts", "ends", "at")
        ),
    }  # fmt: skip


def _invitation(row: Invitation) -> dict[str, Any]:
    answers = [{"answer": one.answer, "online": one.online, "at": one.at, "door": one.door} for one in row.rsvps.all()]
    facts: dict[str, Any] = {
        "meeting": row.meeting.title,
        "day": row.meeting.day,
        "answer": row.answer,
        "place": row.place,
    }
    facts["attended"] = row.attended
    return facts | {"answers": answers}


def erase(member: Member) -> None:
    traces = traces_with_phone(member)
    for meeting in Meeting.objects.filter(proposed_by=member):
        words = {name: traces.removed_from(getattr(meeting, name)) for name in WORDS}
        Meeting.objects.filter(pk=meeting.pk).update(proposed_by=None, **words)
    MeetingNetwork.objects.filter(decided_by=member).update(decided_by=None)
    Rsvp.objects.filter(by=member).update(by=None)
    erase_from_minutes(member, traces)
    _give_up_places(member)
    Invitation.objects.filter(member=member).delete()
    MeetingNote.objects.filter(member=member).delete()
    DateAnswer.objects.filter(member=member).delete()
    CalendarFeed.objects.filter(member=member).delete()


def _give_up_places(member: Member) -> None:
    """Who waits is served at once."""
    held = Invitation.objects.filter(member=member).exclude(place=Invitation.Place.NONE)
    for meeting in Meeting.objects.select_for_update().filter(pk__in=held.values("meeting")).order_by("pk"):
        let_go(meeting, list(held.filter(meeting=meeting)))
        fill(meeting, now=timezone.now())
