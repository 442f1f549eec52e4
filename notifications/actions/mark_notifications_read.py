"""A member has seen what they were told."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.models import Topic
from notifications.models import Notification


@transaction.atomic
def mark_notifications_read(actor: Member, *, topic: Topic | None = None) -> int:
    """All of them, or those about one topic; returns how many were unread."""
    unread = Notification.objects.filter(member=actor, read=None)
    if topic is not None:
        unread = unread.filter(topic=topic)
    return unread.update(read=timezone.now())
