"""Letters that ask which dates suit: to everybody once, a reminder to who has not said, and what was counted."""

from typing import Any

from meetings.access import allowed, networks_of, visible_meetings
from meetings.dates import answers_of, without_answer
from meetings.events import DatesAsked, DatesReminded
from meetings.lifecycle import State
from meetings.models import Meeting, Suits
from meetings.people import people_to_invite
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.people.meeting_entries import sender_of
from regions.permissions import can_say_which_dates
from regions.standing import standing_of


def write_of_dates(event: DatesAsked, event_id: int) -> None:
    """One letter to each who may answer."""
    meeting = Meeting.objects.filter(pk=event.meeting_id).first()
    for member in people_to_invite(meeting) if meeting is not None else []:
        key = f"meeting-dates:{event.meeting_id}:{member.pk}"
        write_letter("meeting_dates", member=member, key=key, context={"meeting_id": event.meeting_id})


def write_reminder_of_dates(event: DatesReminded, event_id: int) -> None:
    """To those alone who have not said which dates suit; whether they have meanwhile is asked when it leaves."""
    meeting = Meeting.objects.filter(pk=event.meeting_id).first()
    if meeting is None:
        return
    for member in without_answer(meeting):
        context = {"meeting_id": meeting.pk, "reminder": True}
        write_letter("meeting_dates", member=member, key=f"meeting-dates-again:{event_id}:{member.pk}", context=context)


def dates_facts(letter: Letter) -> dict[str, Any]:
    """The dates, while they are still asked about."""
    meeting = _looking(letter)
    if letter.context.get("reminder") and letter.member is not None and answers_of(letter.member, meeting):
        raise NothingToSend
    return {"meeting": meeting, "options": list(meeting.date_options.all())} | sender_of(meeting)


def counted_facts(letter: Letter) -> dict[str, Any]:
    meeting = _looking(letter)
    own = answers_of(letter.member, meeting) if letter.member is not None else {}
    said = [(option, Suits(own[option.number]).label) for option in meeting.date_options.all() if option.number in own]
    return {"meeting": meeting, "said": said} | sender_of(meeting)


def _looking(letter: Letter) -> Meeting:
    """Raises NothingToSend once the date is chosen, or for who may not answer any more."""
    meeting = visible_meetings(letter.member).filter(pk=letter.context["meeting_id"]).first()
    if meeting is None or meeting.state != State.POLLING:
        raise NothingToSend
    if not allowed(standing_of(letter.member), can_say_which_dates, networks_of(meeting)):
        raise NothingToSend
    return meeting
