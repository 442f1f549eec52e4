"""A program that answers everything and does not say that it is one: it is known by saying the same again and again."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from inbound.models import InboundMail
from inbound.reading import Outcome, ReadMail, read_mail

TIMES = 3  # so often within a day to one address; a person who has said it three times there has been heard
WITHIN = timedelta(days=1)
REASON = "repeats_itself"


def repeats(row: InboundMail, mail: ReadMail) -> tuple[str, str] | None:
    """(state, reason) for the fourth mail of the same words from one sender to one address in a day. Two such programs
    would else answer each other for ever. The same mail delivered again is none of them.
    """
    words = _words(mail)
    if mail.outcome is not Outcome.MESSAGE or not words:
        return None
    ended = Q(state__in=(InboundMail.State.POSTED, InboundMail.State.REFUSED)) | Q(reason=REASON)
    earlier = InboundMail.objects.filter(
        ended, received__gt=timezone.now() - WITHIN, envelope_to=row.envelope_to, sender=mail.sender, pk__lt=row.pk
    ).order_by("-pk")[:TIMES]
    rows = list(earlier.values_list("raw", flat=True))
    if len(rows) < TIMES:
        return None
    mails = [read_mail(bytes(raw)) for raw in rows]
    same = all(_words(one) == words and one.message_id != mail.message_id for one in mails)
    return (InboundMail.State.AUTOMATIC, REASON) if same else None


def _words(mail: ReadMail) -> str:
    return " ".join((mail.reply or "").split()).casefold()
