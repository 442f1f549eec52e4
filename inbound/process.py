"""Working through the mails that were kept: read, screen, act, and write down what became of each."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from inbound.automatic import take_automatic
from inbound.dispatch import dispatch
from inbound.endings import CHILD_DETAILS, Ending
from inbound.models import InboundMail
from inbound.reading import read_mail
from inbound.repeating import repeats
from inbound.screen import verdict
from outbox.leases import claim, release

log = structlog.get_logger(__name__)
MOST_TRIES = 3
DATABASE_PAUSE = timedelta(seconds=5)  # its trouble is not the mail's, and sets no mail aside
UNREAD = Q(state=InboundMail.State.RECEIVED)


def drain_mails() -> int:
    """Handle every mail that is due; returns how many. A mail that brings the reader down three times is set aside.

    One at a time: a mail that kills its worker counts no attempt against its neighbours.
    """
    done = 0
    while rows := claim(InboundMail, UNREAD, limit=1, seconds=settings.LEASE_SECONDS):
        for row in rows:
            done += handle(row)
    return done


def handle(row: InboundMail) -> bool:
    if row.attempts > MOST_TRIES:
        close(row, Ending(InboundMail.State.QUARANTINED, "poison"))
        return True
    try:
        mail = read_mail(bytes(row.raw))
        automatic = verdict(row, mail) or repeats(row, mail)
        ending = take_automatic(row, mail, *automatic) if automatic else dispatch(row, mail)
    except OperationalError as error:
        log.warning("database away", mail=row.pk, error=type(error).__name__)
        release(row, error=f"{type(error).__name__}: {error}", pause=DATABASE_PAUSE, tried=False)
        return False
    except Exception as error:
        log.exception("mail could not be handled", mail=row.pk, attempts=row.attempts)
        release(row, error=f"{type(error).__name__}: {error}", pause=timedelta(seconds=row.attempts))
        return False
    close(row, ending, sender=mail.sender)
    return True


def close(row: InboundMail, ending: Ending, *, sender: str = "") -> None:
    """Write the end of it on the row; if the worker dies before, the mail is read again and the action says «done»."""
    facts = {
        "state": ending.state, "reason": str(ending.reason)[:80], "settled": timezone.now(), "member": ending.member,
        "post": ending.post, "sender": sender[:320], "topic_id": ending.topic_id, "board_id": ending.board_id,
        "lease_token": "", "lease_until": None,
    }  # fmt: skip
    if ending.reason == CHILD_DETAILS:
        facts["sealed"] = True
    if ending.forget:
        facts |= {"raw": b"", "member": None, "sender": "", "envelope_from": ""}
    InboundMail.objects.filter(pk=row.pk).update(**facts)
