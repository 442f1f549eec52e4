"""What follows for people from minutes: the draft goes to those who were there, what is published to those who were
not; who writes them hears of corrections, and who corrected what became of it.
"""

from typing import Any

from accounts.models import Member
from forum.told import By, Told, members_off
from meetings.access import allowed, networks_of
from meetings.events import CorrectionDecided, CorrectionMade, MinutesCirculated, MinutesPublished
from meetings.minutes.access import readable_minutes
from meetings.minutes.attendance import absent_ids, there_ids
from meetings.minutes.sheet import sheet_of
from meetings.models import Correction, Meeting, Minutes
from notifications.addresses import minutes_address
from notifications.fresh import NothingToSend
from notifications.kinds import Kind
from notifications.letters import write_letter
from notifications.models import Delivery, Letter
from notifications.people.meeting_bells import tell_of_meeting
from notifications.people.meeting_entries import sender_of
from notifications.people.who import office_holders
from notifications.tokens import Purpose, seal
from regions.permissions import can_write_minutes
from regions.standing import standing_of


def notify_of_draft(event: MinutesCirculated, event_id: int) -> None:
    minutes = _minutes(event.meeting_id)
    if minutes is not None and minutes.state == Minutes.State.CIRCULATED:
        tell_of_meeting(there_ids(minutes.meeting) - {minutes.opened_by_id}, event_id, Kind.MINUTES, minutes.meeting)


def write_of_draft(event: MinutesCirculated, event_id: int) -> None:
    """One mail each to those who were there."""
    _write_to_each("minutes_draft", event.meeting_id, there=True)


def notify_of_minutes(event: MinutesPublished, event_id: int) -> None:
    minutes = _minutes(event.meeting_id)
    if minutes is not None and minutes.published is not None:
        tell_of_meeting(absent_ids(minutes.meeting) - {minutes.opened_by_id}, event_id, Kind.MINUTES, minutes.meeting)


def write_of_minutes(event: MinutesPublished, event_id: int) -> None:
    """One mail each to those who were not there."""
    _write_to_each("minutes_published", event.meeting_id, there=False)


def _write_to_each(template: str, meeting_id: int, *, there: bool) -> None:
    minutes = _minutes(meeting_id)
    if minutes is None:
        return
    ids = there_ids(minutes.meeting) if there else absent_ids(minutes.meeting)
    ids -= members_off(ids, Told.MINUTES, By.EMAIL)
    for member in Member.objects.filter(pk__in=ids, is_active=True).order_by("pk"):
        key = f"{template}:{minutes.pk}:{member.pk}"
        write_letter(template, member=member, key=key, context={"meeting_id": meeting_id})


def write_of_correction(event: CorrectionMade, event_id: int) -> None:
    """To who writes the minutes, without who made it."""
    row = _correction(event.correction_id)
    if row is None:
        return
    networks = networks_of(row.minutes.meeting)
    for member in office_holders(lambda who: allowed(who, can_write_minutes, networks)):
        if member.pk != row.member_id:
            key = f"minutes-correction:{row.pk}:{member.pk}"
            write_letter("minutes_correction", member=member, key=key, context={"correction_id": row.pk})


def write_of_decision(event: CorrectionDecided, event_id: int) -> None:
    """To who made it."""
    row = _correction(event.correction_id)
    if row is not None and row.member_id != row.decided_by_id:
        context = {"correction_id": row.pk}
        write_letter("minutes_corrected", member=row.member, key=f"minutes-corrected:{row.pk}", context=context)


def draft_facts(letter: Letter) -> dict[str, Any]:
    """The draft as it is when the mail leaves, for who may still read it; an answer to it is a correction."""
    minutes = _readable(letter)
    if minutes.is_locked:
        raise NothingToSend
    address = address_of(minutes)
    return _facts(minutes) | {"reply_to": address, "from_address": address}


def published_facts(letter: Letter) -> dict[str, Any]:
    """For who has no mail of their topic: two mails of the same minutes are one too many."""
    minutes = _readable(letter)
    of_topic = Delivery.objects.filter(member=letter.member, post__topic=minutes.topic_id, post__number=1)
    if minutes.topic_id is not None and of_topic.exclude(state=Delivery.State.SKIPPED).exists():
        raise NothingToSend
    own = {} if minutes.is_locked else {"reply_to": address_of(minutes), "from_address": address_of(minutes)}
    return _facts(minutes) | own


def correction_facts(letter: Letter) -> dict[str, Any]:
    row = _correction(letter.context["correction_id"])
    if row is None or row.state != Correction.State.WAITING:
        raise NothingToSend
    meeting = row.minutes.meeting
    if not allowed(standing_of(letter.member), can_write_minutes, networks_of(meeting)):
        raise NothingToSend
    return {"meeting": meeting, "correction": row}


def corrected_facts(letter: Letter) -> dict[str, Any]:
    row = _correction(letter.context["correction_id"])
    if row is None or letter.member is None or readable_minutes(letter.member, row.minutes.meeting) is None:
        raise NothingToSend
    return {"meeting": row.minutes.meeting, "correction": row}


def address_of(minutes: Minutes) -> str:
    """Where corrections go: it names the minutes, and nobody."""
    return minutes_address(seal(Purpose.MINUTES, member_id=0, thing_id=minutes.meeting_id, generation=0))


def _facts(minutes: Minutes) -> dict[str, Any]:
    sender = {"from_name": sender_of(minutes.meeting)["from_name"]}
    return {"meeting": minutes.meeting, "minutes": minutes, "sheet": sheet_of(minutes)} | sender


def _readable(letter: Letter) -> Minutes:
    meeting = Meeting.objects.select_related("network").filter(pk=letter.context["meeting_id"]).first()
    if meeting is None or letter.member is None:
        raise NothingToSend
    minutes = readable_minutes(letter.member, meeting)
    if minutes is None:
        raise NothingToSend
    return minutes


def _minutes(meeting_id: int) -> Minutes | None:
    return Minutes.objects.select_related("meeting__network").filter(meeting=meeting_id).first()


def _correction(pk: int) -> Correction | None:
    beside = ("member", "item", "decided_by", "minutes__meeting__network")
    return Correction.objects.select_related(*beside).filter(pk=pk).first()
