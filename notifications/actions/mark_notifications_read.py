"""A member has seen what they were told."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.models import SavedSearch, Topic
from notifications.events import NotificationsRead
from notifications.models import Notification
from outbox.record import record


@transaction.atomic
def mark_notifications_read(actor: Member, *, topic: Topic | None = None, search: SavedSearch | None = None) -> int:
    """All of them, or those about one topic or of one saved search; returns how many were unread."""
    unread = Notification.objects.filter(member=actor, read=None)
    if topic is not None:
        unread = unread.filter(topic=topic)
    if search is not None:
        unread = unread.filter(search=search)
    marked = unread.update(read=timezone.now())
    if marked:
        record(NotificationsRead(member_id=actor.pk))
    return marked
