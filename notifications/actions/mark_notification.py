"""A member marks one notification, with the answers that stand together with it, as read."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from notifications.events import NotificationsRead
from notifications.models import Notification
from outbox.record import record


@transaction.atomic
def mark_notification(actor: Member, notification: Notification) -> int:
    """Returns how many were unread. One that was read stays so."""
    together = Notification.objects.filter(member=actor, read=None)
    if notification.kind == Notification.Kind.ANSWER:
        together = together.filter(kind=notification.kind, topic=notification.topic_id, seq__lte=notification.seq)
    else:
        together = together.filter(pk=notification.pk)
    marked = together.update(read=timezone.now())
    if marked:
        record(NotificationsRead(member_id=actor.pk))
    return marked
