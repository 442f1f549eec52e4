"""A member wants no daily or weekly letters, or wants them again."""

from django.db import transaction

from accounts.models import Member
from forum.models import MailHabits


@transaction.atomic
def stop_digests(actor: Member, *, stop: bool = True) -> bool:
    """Always possible, and only for oneself. What was chosen for each board stays chosen."""
    MailHabits.objects.update_or_create(member=actor, defaults={"digests": not stop})
    return True
