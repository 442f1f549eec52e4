"""What follows when a meeting is proposed, gets its date, changes or is called off. Letters read it when they leave."""

from typing import Any

from meetings.access import allowed, asked_of, networks_of, visible_meetings
from meetings.events import DateFixed, MeetingCancelled, MeetingChanged, MeetingJoined, MeetingProposed
from meetings.lifecycle import State
from meetings.models import Meeting, MeetingNetwork
from meetings.people import people_to_invite
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.who import office_holders
from regions.permissions import can_change_meeting, can_join_meeting

CALLED_OFF = ("meeting_cancelled",)


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


def write_invitations(event: DateFixed, event_id: int) -> None:
    _write_to_all("meeting_invitation", event.meeting_id, "")


def write_of_change(event: MeetingChanged, event_id: int) -> None:
    _write_to_all("meeting_changed", event.meeting_id, f":{event.sequence}")


def write_of_cancellation(event: MeetingCancelled, event_id: int) -> None:
    _write_to_all("meeting_cancelled", event.meeting_id, "")


def _write_to_all(template: str, meeting_id: int, mark: str) -> None:
    meeting = _meeting(meeting_id)
    for member in people_to_invite(meeting) if meeting is not None else []:
        key = f"{template}:{meeting_id}{mark}:{member.pk}"
        write_letter(template, member=member, key=key, context={"meeting_id": meeting_id})


def meeting_facts(letter: Letter) -> dict[str, Any]:
    """The meeting as it is now, if its reader still sees it. Raises NothingToSend."""
    meeting = _for(letter)
    over = (State.HELD, State.MINUTED, State.CANCELLED)
    if (meeting.state in over) != (letter.template in CALLED_OFF):
        raise NothingToSend  # called off before the invitation left, or over
    return {"meeting": meeting, "networks": networks_of(meeting)}


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
