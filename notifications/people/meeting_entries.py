"""Letters about a meeting to those who are invited, each with an entry for their own calendar. Everything in them, and
the right to it, is read when they leave.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from meetings.access import networks_of, visible_meetings
from meetings.calendar import Sent, message
from meetings.events import (
    DateFixed,
    DeputySent,
    InvitationAnswered,
    LatecomersInvited,
    MeetingCancelled,
    MeetingChanged,
    MeetingJoined,
    OfferPassedOn,
    PlaceGiven,
    PlaceOffered,
)
from meetings.lifecycle import State
from meetings.models import Answer, Door, Invitation, Meeting, Rsvp
from meetings.places import waiting_list
from notifications.addresses import meeting_address
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.tokens import Purpose, seal

Place = Invitation.Place


@dataclass(frozen=True)
class Entry:
    """A part of a mail that a calendar takes in."""

    method: str
    content: bytes


def organizer_of(meeting: Meeting) -> str:
    """Where answers go: one address for each meeting, the same in every copy and at every time."""
    day = timezone.localdate(meeting.created)
    return meeting_address(seal(Purpose.MEETING, member_id=0, thing_id=meeting.pk, generation=0, today=day))


def sender_of(meeting: Meeting) -> dict[str, Any]:
    """Whom its letters come from, and where an answer to them goes."""
    name = f"{meeting.network.name}, {settings.SITE_NAME}"
    return {"from_address": organizer_of(meeting), "from_name": name, "reply_to": organizer_of(meeting)}


def write_invitations(event: DateFixed | MeetingJoined | LatecomersInvited, event_id: int) -> None:
    """To each who is invited, once."""
    meeting = Meeting.objects.filter(pk=event.meeting_id, state=State.FIXED).first()
    if meeting is not None:
        _write("meeting_invitation", meeting.invitations.all(), "")


def write_of_change(event: MeetingChanged, event_id: int) -> None:
    _write("meeting_changed", Invitation.objects.filter(meeting=event.meeting_id), f":{event.sequence}")


def write_of_cancellation(event: MeetingCancelled, event_id: int) -> None:
    """To everybody who was invited, whatever they answered."""
    _write("meeting_cancelled", Invitation.objects.filter(meeting=event.meeting_id), "")


def write_of_rsvp(event: InvitationAnswered, event_id: int) -> None:
    """What the answer came to, with the entry as it is now. Who pressed a button of their calendar knows it already,
    unless there is more to say: a place that is waited for, or the link to join.
    """
    said = Rsvp.objects.select_related("invitation__meeting").filter(pk=event.rsvp_id).first()
    if said is None or (said.door == Door.CALENDAR and not _more_to_say(said)):
        return
    row = said.invitation
    write_letter("meeting_answer", member=row.member, key=f"meeting-answer:{said.pk}", context={"rsvp_id": said.pk})


def write_of_offer(event: PlaceOffered, event_id: int) -> None:
    _write("meeting_offer", Invitation.objects.filter(pk=event.invitation_id), f":{event_id}")


def write_of_given_place(event: PlaceGiven, event_id: int) -> None:
    _write("meeting_given", Invitation.objects.filter(pk=event.invitation_id), f":{event_id}")


def write_of_deputy(event: DeputySent, event_id: int) -> None:
    """To who cannot come, whose entry is cancelled, and to who comes instead."""
    rows = Invitation.objects.select_related("member").filter(pk__in=(event.invitation_id, event.deputy_invitation_id))
    for row in rows:
        came = row.pk == event.deputy_invitation_id
        said = row.rsvps.order_by("-pk").first()
        context = (
            {"invitation_id": row.pk, "from_id": event.invitation_id} if came else {"rsvp_id": said.pk if said else 0}
        )
        template = "meeting_deputy" if came else "meeting_answer"
        write_letter(template, member=row.member, key=f"meeting-deputy:{event_id}:{row.member_id}", context=context)


def write_of_lost_offer(event: OfferPassedOn, event_id: int) -> None:
    _write("meeting_offer_over", Invitation.objects.filter(pk=event.invitation_id), f":{event_id}")


def _more_to_say(said: Rsvp) -> bool:
    row, meeting = said.invitation, said.invitation.meeting
    has_link = row.is_going and meeting.is_online and bool(meeting.joining_link)
    return not said.counted or row.place == Place.WAITING or has_link


def _write(template: str, rows: Any, mark: str) -> None:
    for row in rows.select_related("member").order_by("pk"):
        key = f"{template}:{row.meeting_id}{mark}:{row.member_id}"
        write_letter(template, member=row.member, key=key, context={"invitation_id": row.pk})


# --- What they say, when they leave


def invitation_facts(letter: Letter) -> dict[str, Any]:
    """To answer: with the entry, and no link yet for who has not said yes."""
    row = _row(letter, letter.context["invitation_id"])
    if row.meeting.state != State.FIXED:
        raise NothingToSend
    return _facts(letter, row, "REQUEST")


def cancelled_facts(letter: Letter) -> dict[str, Any]:
    row = _row(letter, letter.context["invitation_id"])
    if row.meeting.state != State.CANCELLED:
        raise NothingToSend
    return _facts(letter, row, "CANCEL")


def answer_facts(letter: Letter) -> dict[str, Any]:
    """Of several answers only the last is told, as it stands."""
    said = Rsvp.objects.filter(pk=letter.context["rsvp_id"]).first()
    row = _row(letter, said.invitation_id if said is not None else 0)
    newer = Rsvp.objects.filter(invitation=row, pk__gt=said.pk if said is not None else 0).exists()
    if said is None or newer or row.meeting.state != State.FIXED:
        raise NothingToSend
    left = row.answer == Answer.NO and said.counted
    facts = _facts(letter, row, "CANCEL" if left else "REQUEST")
    waits = next((one for one in waiting_list(row.meeting) if one.invitation.pk == row.pk), None)
    return facts | {"said": said, "waits": waits}


def offer_facts(letter: Letter) -> dict[str, Any]:
    row = _row(letter, letter.context["invitation_id"])
    if row.meeting.state != State.FIXED or row.place != Place.OFFERED:
        raise NothingToSend
    return _facts(letter, row, "REQUEST")


def given_facts(letter: Letter) -> dict[str, Any]:
    row = _row(letter, letter.context["invitation_id"])
    if row.meeting.state != State.FIXED or row.place != Place.TAKEN:
        raise NothingToSend
    return _facts(letter, row, "REQUEST")


def deputy_facts(letter: Letter) -> dict[str, Any]:
    row = _row(letter, letter.context["invitation_id"])
    giver = Invitation.objects.select_related("member").filter(pk=letter.context["from_id"]).first()
    if giver is None or row.meeting.state != State.FIXED or row.answer != Answer.YES:
        raise NothingToSend
    return _facts(letter, row, "REQUEST") | {"sender": giver.member.full_name}


def lost_offer_facts(letter: Letter) -> dict[str, Any]:
    row = _row(letter, letter.context["invitation_id"])
    if row.meeting.state != State.FIXED or row.place:
        raise NothingToSend
    return _facts(letter, row, "CANCEL")


def _row(letter: Letter, pk: int) -> Invitation:
    """Raises NothingToSend for who sees the meeting no more."""
    rows = Invitation.objects.select_related("meeting__network").filter(pk=pk, member=letter.member_id)
    row = rows.filter(meeting__in=visible_meetings(letter.member).order_by().values("pk")).first()
    if row is None:
        raise NothingToSend
    return row


def _facts(letter: Letter, row: Invitation, method: str) -> dict[str, Any]:
    meeting, member = row.meeting, letter.member
    facts: dict[str, Any] = {"meeting": meeting, "row": row, "networks": networks_of(meeting)} | sender_of(meeting)
    person = member.full_name if member is not None else ""
    if meeting.starts is None:
        return facts
    sent = Sent(method, facts["from_address"], facts["from_name"], letter.address, person, row.answer)
    content = message(meeting, sent, stamp=timezone.now(), link=row.is_going)
    return facts | {"calendar": Entry(method, content)}
