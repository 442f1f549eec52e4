"""A newcomer wants no more induction mails, or wants them again."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from regions.models import Induction


@transaction.atomic
def stop_induction(actor: Member, *, stop: bool = True) -> bool:
    """Stop, or go on; False if there is no induction. The pack stays, and the buddy."""
    rows = Induction.objects.filter(member=actor)
    return bool(rows.update(stopped=timezone.now() if stop else None))
