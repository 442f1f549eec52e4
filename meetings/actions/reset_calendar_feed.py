"""A member makes the secret address of their calendar, or a new one: the old one is gone at once."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from meetings.feeds import digest_of, new_secret
from meetings.models import CalendarFeed
from regions.permissions import can_keep_calendar, require, why_not_write_at_all
from regions.standing import standing_of


@transaction.atomic
def reset_calendar_feed(actor: Member) -> str:
    """The secret, which is shown this once and kept nowhere. Raises Refused."""
    who = standing_of(actor)
    require(can_keep_calendar(who), why_not_write_at_all(who))
    secret = new_secret()
    facts = {"digest": digest_of(secret), "made": timezone.now()}
    CalendarFeed.objects.update_or_create(member=actor, defaults=facts)
    return secret
