"""«Stop», answered to a letter that comes by itself."""

from accounts.models import Member
from accounts.selectors import member_for_address
from inbound.authenticate import sender_is_proven
from inbound.endings import Ending, State, stranger_to
from inbound.models import InboundMail
from inbound.reading import ReadMail
from inbound.refusals import RefusalReason, answer_member
from notifications.digest_items import letter_answered
from notifications.letters import write_letter
from notifications.message_ids import header_form
from notifications.people.stopping import is_stop_word, stop, stoppable
from notifications.tokens import Purpose

ONLY_STOP = (
    "The address that you answered to takes one word, «stop», and then these letters end. It is read by nobody. "
    "To ask your region something, write to its board; to reach a person, write to them."
)


def stop_by_mail(row: InboundMail, mail: ReadMail, text: str) -> Ending:
    """From the member's own proven address: the letters stop. Other words are given back with the way on."""
    token, sender = stoppable(text), member_for_address(mail.sender)
    if token is None or not _is(sender, token.member_id) or not sender_is_proven(mail):
        return stranger_to(mail, RefusalReason.UNKNOWN_ADDRESS, sender)
    if sender is not None and token.purpose is Purpose.DIGEST and not is_stop_word(mail.reply or ""):
        return _which_topic(sender, row, mail)
    if sender is None or not is_stop_word(mail.reply or ""):
        if sender is not None:
            answer_member(sender, row, mail, RefusalReason.ONLY_STOP, ONLY_STOP)
        return Ending(State.REFUSED, RefusalReason.ONLY_STOP, sender)
    stop(sender, token.purpose, key=f"mail-{row.pk}")
    return Ending(State.ACTED, "letters_stopped", sender)


def _which_topic(sender: Member, row: InboundMail, mail: ReadMail) -> Ending:
    """An answer to a letter about many topics: they are listed, each with the address that takes it."""
    letter = letter_answered(sender, (*mail.in_reply_to, *mail.references))
    if letter is None:
        answer_member(sender, row, mail, RefusalReason.ONLY_STOP, ONLY_STOP)
        return Ending(State.REFUSED, RefusalReason.ONLY_STOP, sender)
    told = {name: letter.context[name] for name in ("rhythm", "since", "until")}
    write_letter(
        "digest_items", member=sender, address=mail.sender, key=f"digest-items:{row.pk}",
        context=told | {"text": mail.reply or ""}, in_reply_to=header_form(mail.message_id),
    )  # fmt: skip
    return Ending(State.REFUSED, RefusalReason.WHICH_TOPIC, sender)


def _is(sender: Member | None, member_id: int) -> bool:
    return sender is not None and sender.pk == member_id
