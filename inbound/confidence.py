"""A mail to an officer's address: in confidence, as on the page. Its bytes are forgotten when the mail is closed."""

from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.people.confidence import OFFICES
from regions.actions.write_to_officer import write_to_officer
from regions.careful_words import NotTaken
from regions.models import Office
from regions.permissions import Refused, can_write_to_officer
from regions.standing import standing_of

NOT_PROVEN = (
    "A mail came with your address as its sender, but nothing proves that you sent it, so it was passed on to nobody. "
    "If it was yours, write on the site, where you are signed in."
)
NO_WORDS = "There were no words in it that could be passed on."


def is_officers_address(local: str) -> bool:
    return local in OFFICES


def write_by_mail(row: InboundMail, mail: ReadMail, office: str) -> Ending:
    """From a member's own proven address it goes to the officer. Everybody else gets what any stranger gets."""
    sender = member_for_address(mail.sender)
    if sender is None or not can_write_to_officer(standing_of(sender)):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if not sender_is_proven(mail):
        day = timezone.localdate().isoformat()  # once a day: somebody else may be writing in their name
        _tell(sender, sender.email, office, NOT_PROVEN, key=f"confidence-unproven:{sender.pk}:{day}", mail=None)
        return Ending(State.REFUSED, "sender_not_proven", sender, forget=True)
    text = "\n\n".join(part for part in (mail.reply or "", mail.folded if mail.is_forward else "") if part.strip())
    if not text:
        return _refuse(sender, row, mail, office, NO_WORDS, "no_words")
    words = f"{mail.subject}\n\n{text}" if mail.subject else text
    try:
        sent = write_to_officer(sender, office, words=words, idempotency_key=f"mail:{row.pk}", reply_to=mail.sender)
    except NotTaken as problem:
        return _refuse(sender, row, mail, office, str(problem), RefusalReason.NOT_POSTABLE)
    except Refused as refused:
        return _refuse(sender, row, mail, office, refused.reason.sentence, refused.reason)
    write_letter(
        "in_confidence_sent",
        member=sender,
        address=mail.sender,
        key=f"confidence-sent:{row.pk}",
        context={"confidence_id": sent.pk, "files": len(mail.attachments_kept) + len(mail.attachments_dropped)},
        in_reply_to=header_form(mail.message_id),
    )
    return Ending(State.ACTED, "in_confidence", sender, forget=True)


def _refuse(sender: Member, row: InboundMail, mail: ReadMail, office: str, sentence: str, reason: str) -> Ending:
    _tell(sender, mail.sender, office, sentence, key=f"refused:{row.pk}", mail=mail)
    return Ending(State.REFUSED, reason, sender, forget=True)


def _tell(sender: Member, address: str, office: str, sentence: str, *, key: str, mail: ReadMail | None) -> None:
    """Why it was not passed on, without its words: a letter's words are kept, and these are not to be."""
    write_letter(
        "in_confidence_refused",
        member=sender,
        address=address,
        key=key,
        context={"name": office, "office": Office.Name(office).label, "sentence": sentence},
        in_reply_to=header_form(mail.message_id) if mail is not None else "",
    )
