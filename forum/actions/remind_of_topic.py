"""A member chooses a day on which a topic comes back to them."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import get_topic_for
from forum.models import Reminder
from regions.problems import Problem

LONGEST = timedelta(days=366)


@transaction.atomic
def remind_of_topic(actor: Member, topic_id: int, *, day: date, today: date | None = None) -> Reminder:
    """A day that was chosen before gives way to this one. Raises NotVisible, Problem."""
    topic, today = get_topic_for(actor, topic_id), today or timezone.localdate()
    if not today < day <= today + LONGEST:
        raise Problem("day", "Choose a day after today and within a year.")
    row, _ = Reminder.objects.update_or_create(member=actor, topic=topic, defaults={"day": day, "told": None})
    return row
