"""A member says that a held mail is not theirs, or not to be posted."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible
from inbound.models import InboundMail


@transaction.atomic
def withdraw_held_mail(actor: Member, mail_id: int) -> InboundMail:
    """Close it unposted; the raw mail stays in the ledger. Raises NotVisible."""
    row = InboundMail.objects.select_for_update().filter(pk=mail_id, member=actor, state=InboundMail.State.HELD).first()
    if row is None or row.post_id is not None:
        raise NotVisible
    row.state, row.reason, row.settled = InboundMail.State.ACTED, "withdrawn_by_member", timezone.now()
    row.save(update_fields=["state", "reason", "settled"])
    return row
