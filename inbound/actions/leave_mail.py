"""The secretariat has looked at a mail that needs it, and leaves it as it is."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import NotVisible
from inbound.models import InboundMail
from inbound.needing import needs_secretariat
from regions.permissions import Reason, can_replay_mail, require
from regions.standing import member_standing


@transaction.atomic
def leave_mail(actor: Member, mail_id: int) -> InboundMail:
    """It needs nobody any more; the ledger keeps it, and its bytes for their thirty days.

    Raises NotVisible, Refused.
    """
    row = InboundMail.objects.select_for_update().filter(pk=mail_id).first()
    require(can_replay_mail(member_standing(actor)), Reason.NOT_THE_SECRETARIAT)
    if row is None:
        raise NotVisible
    require(needs_secretariat().filter(pk=row.pk).exists(), Reason.ALREADY_DECIDED)
    InboundMail.objects.filter(pk=row.pk).update(seen_to=timezone.now())
    write_entry("leave_mail", actor_id=actor.pk, subject=f"mail {row.pk}", member_id=row.member_id)
    return row
