"""Once a night: what was read by reading its topic is marked as read, so that the bell has little to look through."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum.models import ReadMark
from notifications.models import Notification

AT_ONCE = 5_000


def settle_read_notifications() -> int:
    """Changes nothing that anybody sees: these count as read already. Returns how many there were."""
    mark = ReadMark.objects.filter(
        member=OuterRef("member"), topic=OuterRef("topic"), number__gte=OuterRef("post__number")
    )
    about_posts = (Notification.Kind.NEW_TOPIC, Notification.Kind.ANSWER)
    read = Notification.objects.filter(Exists(mark), read=None, kind__in=about_posts)
    total = 0
    while keys := list(read.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        total += Notification.objects.filter(pk__in=keys).update(read=timezone.now())
    return total
