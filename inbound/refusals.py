"""A reason, and the one letter it gets, or silence. Never an answer to a machine; once a day to a stranger."""

from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.utils import timezone

from accounts.models import Member
from inbound.models import InboundMail
from inbound.reading import ReadMail
from notifications.letters import write_letter
from notifications.message_ids import header_form


class RefusalReason(StrEnum):
    UNKNOWN_ADDRESS = "unknown_address"  # to a board or token that is none, or none for this sender
    NOT_YOUR_ADDRESS = "not_your_address"  # to a token of somebody else's
    TOKEN_EXPIRED = "token_expired"  # noqa: S105
    NOT_ALLOWED = "not_allowed"
    CLOSED = "closed"  # the board or its network takes no posts any more
    SUSPENDED = "suspended"
    NOT_POSTABLE = "not_postable"  # empty, or far too long
    ONLY_STOP = "only_stop"  # other words to an address that takes «stop»
    WHICH_TOPIC = "which_topic"  # an answer to a letter about many topics
    TOPIC_CLOSED = "topic_closed"
    ONLY_NEW = "only_new"  # other words to an address that takes «new»
    NOT_MENDED = "not_mended"  # words about one's own post that could not be followed
    ONLY_UNDO = "only_undo"  # other words to an address that takes «undo»
    NO_DECISION = "no_decision"  # other words to an address that takes «approve» or «return»


# Whose words are in the letter: only a proven member gets their own text back.
LETTERS = {
    RefusalReason.UNKNOWN_ADDRESS: "mail_nothing_there",
    RefusalReason.TOKEN_EXPIRED: "mail_token_expired",
    RefusalReason.NOT_YOUR_ADDRESS: "mail_not_allowed",
    RefusalReason.NOT_ALLOWED: "mail_not_allowed",
    RefusalReason.CLOSED: "mail_closed",
    RefusalReason.SUSPENDED: "mail_suspended",
    RefusalReason.NOT_POSTABLE: "mail_not_allowed",
    RefusalReason.ONLY_STOP: "mail_not_allowed",
    RefusalReason.ONLY_UNDO: "mail_not_allowed",
    RefusalReason.ONLY_NEW: "mail_not_allowed",
    RefusalReason.NOT_MENDED: "mail_not_allowed",
    RefusalReason.TOPIC_CLOSED: "mail_topic_closed",
    RefusalReason.NO_DECISION: "mail_not_allowed",
}


def answer_stranger(mail: ReadMail) -> None:
    """The same polite letter whether or not such a board, such a topic or such a member exists; once a day."""
    day = timezone.localdate().isoformat()
    who = sha256(mail.sender.encode()).hexdigest()[:24]
    write_letter(
        "mail_not_posted",
        address=mail.sender,
        key=f"stranger:{who}:{day}",
        context={},
        in_reply_to=header_form(mail.message_id),
    )


def answer_member(
    member: Member, row: InboundMail, mail: ReadMail, reason: RefusalReason, sentence: str, **facts: Any
) -> None:
    """Tell the proven member why, and give their words back, to their own verified address only."""
    context = {"sentence": sentence, "text": mail.reply or "", "subject_line": mail.subject} | facts
    write_letter(
        LETTERS[reason],
        member=member,
        address=mail.sender,
        key=f"refused:{row.pk}",
        context=context,
        in_reply_to=header_form(mail.message_id),
    )
