"""A member writes to one officer, in confidence."""

from django.db import transaction

from accounts.models import Member
from accounts.selectors import verified_addresses
from outbox.record import record
from regions.acting import require_of
from regions.careful_words import NotTaken, careful
from regions.events import OfficerWrittenTo
from regions.models import Confidence
from regions.permissions import Reason, can_write_to_officer, refuse
from regions.term_pages import officer_for


@transaction.atomic
def write_to_officer(actor: Member, office: str, *, words: str, idempotency_key: str, reply_to: str = "") -> Confidence:
    """The words go by letter to the holder's own address and to nobody else; the answer goes to `reply_to`, an address
    of the sender's. A second time with the same key gives the same row. No audit entry: nobody is to know who wrote.

    Raises Refused (OFFICE_VACANT), NotTaken.
    """
    require_of(actor, can_write_to_officer, Reason.NOT_A_MEMBER)
    earlier = Confidence.objects.filter(sender=actor, idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    officer = officer_for(office)
    if officer is None:
        refuse(Reason.OFFICE_VACANT)
    text = careful(words)
    if not text:
        raise NotTaken("Write something first: there is nothing to send.")
    known = {address.lower(): address for address in verified_addresses(actor)}
    confidence, new = Confidence.objects.get_or_create(
        sender=actor, idempotency_key=idempotency_key,
        defaults={
            "office": office, "officer": officer, "words": text,
            "reply_to": known.get(reply_to.lower(), actor.email),
        },
    )  # fmt: skip
    if new:
        record(OfficerWrittenTo(confidence_id=confidence.pk))
    return confidence
