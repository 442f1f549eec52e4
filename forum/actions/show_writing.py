"""A member lets the readers of a question see that they are writing an answer, or no longer."""

from django.db import transaction

from accounts.models import Member
from forum.models import MailHabits


@transaction.atomic
def show_writing(actor: Member, *, shown: bool) -> MailHabits:
    """Off unless it was turned on."""
    row, _ = MailHabits.objects.update_or_create(member=actor, defaults={"writing_shown": shown})
    return row
