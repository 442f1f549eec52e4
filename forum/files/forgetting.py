"""Files that became nobody's: laid ready and never posted, or left behind by a process that died."""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from forum.files import store
from forum.models import Attachment, RefusedFile

LIES_READY = timedelta(days=2)
REFUSALS_KEPT = timedelta(days=30)


def forget_old_files(*, now: datetime | None = None) -> int:
    """At night. Returns how many files were forgotten."""
    now = now or timezone.now()
    old = forget_files(Attachment.objects.filter(post=None, created__lt=now - LIES_READY))
    RefusedFile.objects.filter(post=None, created__lt=now - REFUSALS_KEPT).delete()
    return old + _forget_loose_bytes(now)


def forget_files(files: QuerySet[Attachment]) -> int:
    """Rows at once, bytes when the transaction has succeeded; also for a post that is purged."""
    with transaction.atomic():
        rows = list(files.select_for_update(of=("self",)).only("pk", "stored", "preview"))
        Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
        transaction.on_commit(lambda: store.forget(*(name for row in rows for name in (row.stored, row.preview))))
    return len(rows)


def _forget_loose_bytes(now: datetime) -> int:
    """Bytes that no row names, two days old: the row of younger ones may be on its way."""
    until = min(time.time(), now.timestamp()) - LIES_READY.total_seconds()
    names = list(store.everything(older_than=until))
    known: set[str] = set()
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known |= set(Attachment.objects.filter(stored__in=some).values_list("stored", flat=True))
        known |= set(Attachment.objects.filter(preview__in=some).values_list("preview", flat=True))
    loose = [name for name in names if name not in known]
    for name in loose:
        store.forget_half_written(name) if name.endswith(".part") else store.forget(name)
    return len(loose)
