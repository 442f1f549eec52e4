"""Words in confidence: to the officer's own address, or back to who wrote them; then they are nowhere here."""

from typing import Any

from django.db import transaction

from notifications.fresh import NothingToSend, there
from notifications.letters import write_letter
from notifications.models import Letter
from regions.events import OfficerWrittenTo
from regions.models import Confidence, Office
from regions.selectors import current_membership
from regions.term_pages import officer_for

OFFICES = tuple(name.value for name in Office.Name if name != Office.Name.SECRETARIAT)


def take_to_officer(event: OfficerWrittenTo, event_id: int) -> None:
    """To the officer who was named when it was written."""
    row = Confidence.objects.select_related("officer").filter(pk=event.confidence_id).first()
    if row is not None:
        key, facts = f"confidence:{row.pk}", {"confidence_id": row.pk}
        write_letter("in_confidence", member=row.officer, key=key, context=facts)


def officer_facts(letter: Letter) -> dict[str, Any]:
    """The words, while the officer still is one; who has left the office gets nothing, and the sender is told."""
    row = there(Confidence, letter.context["confidence_id"])
    if not row.words or officer_for(row.office) != row.officer:
        raise NothingToSend
    place = current_membership(row.sender)
    return {
        "words": row.words,
        "sender": row.sender,
        "place": place if place is not None and place.status != "ended" else None,
        "office": row.get_office_display(),
        "reply_to": row.reply_to,
    }


def settle_officers_letter(letter: Letter, *, taken: bool) -> None:
    """Taken by the relay: blanked. Not taken: given back to who wrote."""
    if taken:
        _blank(letter)
        return
    row = Confidence.objects.select_related("sender").filter(pk=letter.context["confidence_id"]).first()
    if row is not None and row.words:
        with transaction.atomic():
            key, facts = f"confidence-back:{row.pk}", {"confidence_id": row.pk}
            write_letter("in_confidence_back", member=row.sender, address=row.reply_to, key=key, context=facts)


def returned_facts(letter: Letter) -> dict[str, Any]:
    row = there(Confidence, letter.context["confidence_id"])
    if not row.words:
        raise NothingToSend
    return {"words": row.words, "office": row.get_office_display()}


def sent_facts(letter: Letter) -> dict[str, Any]:
    """Who it went to, for who wrote it by mail."""
    row = there(Confidence, letter.context["confidence_id"])
    return {"officer": row.officer.full_name, "office": row.get_office_display()}


def settle_returned_letter(letter: Letter, *, taken: bool) -> None:
    """The last that can be done: the words are not kept for a third try."""
    _blank(letter)


def _blank(letter: Letter) -> None:
    Confidence.objects.filter(pk=letter.context["confidence_id"]).update(words="")
