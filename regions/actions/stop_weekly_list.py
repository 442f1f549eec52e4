"""A representative wants no weekly list, or wants it again."""

from django.db import transaction

from accounts.models import Member
from regions.models import ListStop


@transaction.atomic
def stop_weekly_list(actor: Member, *, stop: bool = True) -> bool:
    """Always possible, and only for oneself."""
    if stop:
        ListStop.objects.get_or_create(member=actor)
    else:
        ListStop.objects.filter(member=actor).delete()
    return True
