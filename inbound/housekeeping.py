"""Forgetting the bytes of mails that were settled long ago; what became of each stays in the ledger."""

from datetime import datetime, timedelta

from django.utils import timezone

from inbound.models import InboundMail

RAW_KEPT = timedelta(days=30)
WAITING = (InboundMail.State.RECEIVED, InboundMail.State.HELD)


def forget_old_raw_mail(*, now: datetime | None = None) -> int:
    """Empty the raw bytes of mails settled thirty days ago; one that still waits for its member keeps them."""
    settled = InboundMail.objects.exclude(state__in=WAITING).exclude(raw=b"")
    return settled.filter(settled__lt=(now or timezone.now()) - RAW_KEPT).update(raw=b"")
