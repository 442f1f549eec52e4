"""A member marks one notification that they have read as unread: it stays so until they open it, or mark it as read."""

from django.db import transaction

from accounts.models import Member
from notifications.events import NotificationsRead
from notifications.models import Notification
from outbox.record import record


@transaction.atomic
def keep_notification(actor: Member, notification: Notification) -> bool:
    """Returns whether it changed anything. Of answers that stand together the newest is kept."""
    own = Notification.objects.filter(member=actor, pk=notification.pk)
    kept = bool(own.exclude(kept=True, read=None).update(kept=True, read=None))
    if kept:
        record(NotificationsRead(member_id=actor.pk))
    return kept
