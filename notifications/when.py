"""When a mail may leave: after the time to undo, at most one for a topic in ten minutes, and not in quiet hours."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from forum.models import MailHabits, Topic
from notifications.models import Delivery

UK = ZoneInfo(settings.TIME_ZONE)


def due_times(topic: Topic, member_ids: Iterable[int], *, due: datetime) -> dict[int, datetime]:
    """When each of the people gets their mail of a post that may leave at `due`. Two queries.

    Where a mail of the same topic left less than TOPIC_MAIL_SECONDS before, or is about to leave, the post goes with
    the next one: the sender puts together what is due at once.
    """
    ids = list(member_ids)
    pause = timedelta(seconds=settings.TOPIC_MAIL_SECONDS)
    counted = Delivery.objects.filter(
        post__topic=topic, member__in=ids, state__in=(Delivery.State.WAITING, Delivery.State.SENT),
        next_try__gt=due - pause,
    )  # fmt: skip
    latest = dict(counted.values_list("member_id").annotate(Max("next_try"))) if pause else {}
    quiet = {row.member_id: row for row in MailHabits.objects.filter(member__in=ids, quiet_from__isnull=False)}
    times = {}
    for pk in ids:
        last = latest.get(pk)
        at = due if last is None else last if last >= due else last + pause
        times[pk] = after_quiet(at, quiet[pk]) if pk in quiet else at
    return times


def after_quiet(at: datetime, habits: MailHabits) -> datetime:
    """`at`, or the end of the quiet hours that it falls into, by UK wall time."""
    start, end = habits.quiet_from, habits.quiet_until
    if start is None or end is None or start == end:
        return at
    local = timezone.localtime(at, UK)
    if not _within(local.time(), start, end):
        return at
    day = local.date() + timedelta(days=local.time() >= end)
    return datetime.combine(day, end, tzinfo=UK)


def _within(now: time, start: time, end: time) -> bool:
    return start <= now < end if start < end else now >= start or now < end
