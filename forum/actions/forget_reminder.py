"""A member has done what they wanted to be reminded of, or wants it no more."""

from django.db import transaction

from accounts.models import Member
from forum.models import Reminder


@transaction.atomic
def forget_reminder(actor: Member, topic_id: int) -> bool:
    """The actor's own row, whatever they may read by now. Returns whether there was one."""
    return bool(Reminder.objects.filter(member=actor, topic_id=topic_id).delete()[0])
