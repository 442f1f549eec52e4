"""A member says how their mail comes: the rhythm of their own networks, and when."""

from datetime import time

from django.db import transaction

from accounts.models import Member
from forum.models import BoardFollow, MailHabits


@transaction.atomic
def set_mail_habits(
    actor: Member,
    *,
    rhythm: str,
    weekday: int,
    at: time,
    quiet_from: time | None,
    quiet_until: time | None,
    mentions: bool,
    receipts: bool = True,
) -> MailHabits:
    """`rhythm` is one of `BoardFollow.Wants`, or "" for the default. Raises ValueError for what is none of the choices,
    and for quiet hours without both ends."""
    if (quiet_from is None) != (quiet_until is None):
        raise ValueError("quiet hours need a beginning and an end")
    row, _ = MailHabits.objects.update_or_create(
        member=actor,
        defaults={
            "rhythm": BoardFollow.Wants(rhythm) if rhythm else "",
            "weekday": MailHabits.Weekday(weekday),
            "at": at,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "mentions": mentions,
            "receipts": receipts,
        },
    )
    return row
