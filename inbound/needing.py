"""The letters that need the secretariat, and what can be done about each."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from inbound.models import InboundMail

State = InboundMail.State
WAITS = timedelta(days=7)  # a member's own words, held, and no word from them
THEIR_OWN = ("no_words", "sender_not_proven")

AGAIN = "Read it again after an upgrade, or ask its sender to send it once more as plain text."
STUCK = f"It stopped the reader three times. {AGAIN}"
NO_SENDER = "It names nobody who could be answered. If you know whose it is, ask them to send it again; else leave it."
UNREADABLE = f"It could not be read. {AGAIN}"
HELD = (
    "The member has not said what is to become of it, for a week. Telephone them: they settle it by answering our "
    "letter, or on their page «Held for me»."
)


def needs_secretariat(*, now: datetime | None = None) -> QuerySet[InboundMail]:
    """What could not be read, and what a member wrote themselves and has left unsettled for a week; without bytes."""
    waited = (now or timezone.now()) - WAITS
    held = Q(state=State.HELD, post=None, reason__in=THEIR_OWN, received__lt=waited)
    rows = InboundMail.objects.filter(Q(state=State.QUARANTINED) | held, seen_to=None)
    return rows.defer("raw").order_by("received", "pk")


def what_to_do(row: InboundMail) -> str:
    if row.state == State.HELD:
        return HELD
    return {"poison": STUCK, "no_sender": NO_SENDER}.get(row.reason, UNREADABLE)


def letters_waiting() -> tuple[int, str, str, str]:
    """A line of the secretariat's desk: how many, of what, and the page."""
    return needs_secretariat().count(), "letter needs you", "letters need you", "mail_ledger"
