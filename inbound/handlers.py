"""What becomes of a held mail when the post that it made is settled. Handlers may run twice."""

from django.utils import timezone

from forum.events import HeldPostWithdrawn, PostPublished, PostPurged
from inbound.models import InboundMail


def close_mail_of_published_post(event: PostPublished, event_id: int) -> None:
    _close(event.post_id, InboundMail.State.POSTED, "released")


def close_mail_of_withdrawn_post(event: HeldPostWithdrawn, event_id: int) -> None:
    _close(event.post_id, InboundMail.State.ACTED, "withdrawn_by_member")


def forget_mail_of_purged_post(event: PostPurged, event_id: int) -> None:
    """The ledger keeps its line, without the bytes."""
    InboundMail.objects.filter(post_id=event.post_id).update(raw=b"")
    _close(event.post_id, InboundMail.State.ACTED, "purged")


def _close(post_id: int, state: str, reason: str) -> None:
    """From now on the mail counts its thirty days, after which its bytes are forgotten."""
    held = InboundMail.objects.filter(post_id=post_id, state=InboundMail.State.HELD)
    held.update(state=state, reason=reason, settled=timezone.now())
