"""Is there a person's word in this mail at all? One small question after the other, in an order that can be read."""

from collections.abc import Callable

from django.conf import settings

from inbound.models import InboundMail
from inbound.reading import Outcome, ReadMail
from notifications.addresses import BOUNCE, MEETING, split

MOST_HOPS = 25
Question = Callable[[InboundMail, ReadMail], str]


def unreadable(row: InboundMail, mail: ReadMail) -> str:
    return mail.reason or "unreadable" if mail.outcome is Outcome.QUARANTINED else ""


def loop(row: InboundMail, mail: ReadMail) -> str:
    """Our own mail, come back: by its List-Id, our own id, or by having gone round and round."""
    domain = settings.MAIL_DOMAIN
    if mail.list_id.strip("<> ").lower().endswith(f".{domain}") or mail.message_id.lower().endswith(f"@{domain}"):
        return "our_own_mail"
    return "too_many_hops" if mail.received_count > MOST_HOPS else ""


def machine(row: InboundMail, mail: ReadMail) -> str:
    """Bounces, out-of-office answers, receipts, recalls, reactions, calendar answers to no meeting of ours: never
    posted, never answered."""
    to_meeting = split(row.envelope_to)[0] == MEETING and mail.answers_invitation
    return "" if mail.outcome is Outcome.MESSAGE or to_meeting else str(mail.outcome)


def null_sender(row: InboundMail, mail: ReadMail) -> str:
    return "null_sender" if not row.envelope_from else ""


def bounce_address(row: InboundMail, mail: ReadMail) -> str:
    return "to_bounce_address" if split(row.envelope_to)[0] == BOUNCE else ""


def nobody(row: InboundMail, mail: ReadMail) -> str:
    return "" if mail.sender else "no_sender"


# The first question with an answer decides.
QUESTIONS: tuple[tuple[Question, str], ...] = (
    (unreadable, InboundMail.State.QUARANTINED),
    (loop, InboundMail.State.AUTOMATIC),
    (machine, InboundMail.State.AUTOMATIC),
    (null_sender, InboundMail.State.AUTOMATIC),
    (bounce_address, InboundMail.State.AUTOMATIC),
    (nobody, InboundMail.State.QUARANTINED),
)


def verdict(row: InboundMail, mail: ReadMail) -> tuple[str, str] | None:
    """(state, reason) of a mail that carries no person's word; None for one that does."""
    for question, state in QUESTIONS:
        if reason := question(row, mail):
            return state, reason
    return None
