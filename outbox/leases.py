"""Claiming rows of work so that two workers never hold the same one, on SQLite and PostgreSQL alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from outbox.models import Leased

Row = TypeVar("Row", bound=Leased)
LONGEST_PAUSE = timedelta(hours=1)


def claim(model: type[Row], due: Q, *, limit: int, seconds: int, now: datetime | None = None) -> list[Row]:
    """Take up to `limit` due rows for `seconds`, oldest first. Rows of a worker that died come back by themselves.

    The UPDATE repeats the condition, so that of two workers who chose the same rows only one gets each of them.
    """
    now = now or timezone.now()
    token = uuid4().hex
    free = due & Q(next_try__lte=now) & (Q(lease_until=None) | Q(lease_until__lt=now))
    with transaction.atomic():
        chosen = model._default_manager.filter(free).order_by("next_try", "pk")
        if connection.features.has_select_for_update_skip_locked:
            chosen = chosen.select_for_update(skip_locked=True)
        ids = list(chosen.values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        model._default_manager.filter(free, pk__in=ids).update(
            lease_token=token, lease_until=now + timedelta(seconds=seconds), attempts=F("attempts") + 1
        )
    return list(model._default_manager.filter(lease_token=token).order_by("next_try", "pk"))


def release(
    row: Leased, *, error: str = "", pause: timedelta | None = None, tried: bool = True, now: datetime | None = None
) -> None:
    """Give the row back; after an error it is tried again later and later. Does nothing if the lease was lost.

    `tried=False` for a row that was claimed and not come to: the claim is not counted as an attempt.
    """
    now = now or timezone.now()
    wait = pause if pause is not None else backoff(row.attempts) if error else timedelta(0)
    type(row)._default_manager.filter(pk=row.pk, lease_token=row.lease_token).update(
        lease_token="",
        lease_until=None,
        last_error=error[:2000],
        next_try=now + wait,
        attempts=F("attempts") - (0 if tried else 1),
    )


def give_back(rows: Sequence[Leased], *, now: datetime | None = None) -> None:
    """Rows of one claim that were not come to: due at once, and not counted as tried. One statement."""
    if rows:
        type(rows[0])._default_manager.filter(
            pk__in=[row.pk for row in rows], lease_token__in={row.lease_token for row in rows}
        ).update(
            lease_token="", lease_until=None, last_error="", next_try=now or timezone.now(), attempts=F("attempts") - 1
        )


def backoff(attempts: int) -> timedelta:
    """5 s after the first failure, doubled each time, never more than an hour."""
    return min(timedelta(seconds=5 * 2 ** min(max(attempts - 1, 0), 12)), LONGEST_PAUSE)


def anything_due(model: type[Row], due: Q) -> bool:
    now = timezone.now()
    return model._default_manager.filter(
        due & Q(next_try__lte=now) & (Q(lease_until=None) | Q(lease_until__lt=now))
    ).exists()
