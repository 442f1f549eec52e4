"""A mail that could not be read, or that failed, is read once more."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from inbound.models import InboundMail
from outbox.queue import wake
from regions.permissions import Reason, Refused, can_replay_mail, require
from regions.standing import member_standing

State = InboundMail.State
NOT_KEPT = "The mail itself is not kept any more, so it cannot be read again. Ask its sender to send it again."


@transaction.atomic
def replay_mail(actor: Member, mail_id: int) -> InboundMail:
    """Put it back among those not yet read, with its tries counted anew. It cannot post twice: the key of its post is
    that of the mail, and a mail that has come to an end is not read again.

    Raises NotVisible, Refused (nothing to replay).
    """
    row = InboundMail.objects.select_for_update().filter(pk=mail_id).first()
    require(can_replay_mail(member_standing(actor)), Reason.NOT_THE_SECRETARIAT)
    if row is None:
        raise NotVisible
    free = row.lease_until is None or row.lease_until < timezone.now()
    failed = row.state == State.RECEIVED and row.attempts > 0 and free
    require(row.state == State.QUARANTINED or failed, Reason.ALREADY_DECIDED)
    if not row.raw and row.state == State.QUARANTINED and row.reason != "empty_file":
        raise Refused(Reason.ALREADY_DECIDED, NOT_KEPT)
    InboundMail.objects.filter(pk=row.pk).update(
        state=State.RECEIVED, reason="", settled=None, seen_to=None, attempts=0, next_try=timezone.now(),
        lease_token="", lease_until=None,
    )  # fmt: skip
    write_entry("replay_mail", actor_id=actor.pk, subject=f"mail {row.pk}", member_id=row.member_id)
    wake("inbound")
    return row
