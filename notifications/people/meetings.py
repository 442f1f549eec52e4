"""What follows for who arranges meetings: another network asks, or answers; somebody invited leaves a note."""

from typing import Any

from meetings.access import allowed, asked_of, networks_of, visible_meetings
from meetings.events import MeetingJoined, MeetingProposed, NoteLeft
from meetings.models import Meeting, MeetingNetwork, MeetingNote
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.who import office_holders
from regions.permissions import can_change_meeting, can_join_meeting
from regions.standing import standing_of


def write_to_asked_networks(event: MeetingProposed, event_id: int) -> None:
    """A letter to each who may say for a network that it takes part."""
    rows = MeetingNetwork.objects.filter(meeting=event.meeting_id, state=MeetingNetwork.State.ASKED)
    for row in rows.select_related("network"):
        network = row.network
        for member in office_holders(lambda who, network=network: can_join_meeting(who, network)):  # type: ignore[misc]
            key = f"meeting-asked:{row.pk}:{member.pk}"
            write_letter("meeting_asked", member=member, key=key, context={"meeting_id": event.meeting_id})


def write_of_joining(event: MeetingJoined, event_id: int) -> None:
    """Who arranges it hears what a network that was asked has said."""
    row = MeetingNetwork.objects.filter(meeting=event.meeting_id, network=event.network_id).first()
    meeting = _meeting(event.meeting_id)
    if row is None or meeting is None:
        return
    networks = [meeting.network]
    for member in office_holders(lambda who: allowed(who, can_change_meeting, networks)):
        if member.pk != row.decided_by_id:
            context = {"meeting_id": meeting.pk, "network_id": row.network_id}
            write_letter("meeting_joined", member=member, key=f"meeting-joined:{row.pk}:{member.pk}", context=context)


def write_of_note(event: NoteLeft, event_id: int) -> None:
    """To who arranges it."""
    note = MeetingNote.objects.select_related("meeting__network").filter(pk=event.note_id).first()
    if note is None:
        return
    networks = networks_of(note.meeting)
    for member in office_holders(lambda who: allowed(who, can_change_meeting, networks)):
        context = {"note_id": note.pk, "meeting_id": note.meeting_id}
        write_letter("meeting_note", member=member, key=f"meeting-note:{note.pk}:{member.pk}", context=context)


def note_facts(letter: Letter) -> dict[str, Any]:
    """The words, read when the letter leaves, for who still arranges the meeting."""
    meeting = _for(letter)
    note = MeetingNote.objects.select_related("member").filter(pk=letter.context["note_id"]).first()
    if note is None or not allowed(standing_of(letter.member), can_change_meeting, networks_of(meeting)):
        raise NothingToSend
    return {"meeting": meeting, "note": note, "reply_to": note.member.email}


def asked_facts(letter: Letter) -> dict[str, Any]:
    """As long as it is still to be said."""
    meeting = _for(letter)
    asked = asked_of(letter.member, meeting) if letter.member is not None else []
    if not asked:
        raise NothingToSend
    return {"meeting": meeting, "asked": asked}


def joined_facts(letter: Letter) -> dict[str, Any]:
    meeting = _for(letter)
    row = meeting.with_networks.select_related("network").get(network=letter.context["network_id"])
    return {"meeting": meeting, "row": row}


def _for(letter: Letter) -> Meeting:
    member = letter.member
    meeting = visible_meetings(member).filter(pk=letter.context["meeting_id"]).select_related("proposed_by").first()
    if meeting is None:
        raise NothingToSend
    return meeting


def _meeting(meeting_id: int) -> Meeting | None:
    return Meeting.objects.select_related("network").filter(pk=meeting_id).first()
