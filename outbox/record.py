"""Recording an event in the transaction of the fact that it tells."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar, Protocol

from django.db import connection

from outbox.models import Event, Stream
from outbox.queue import wake

AT_ONCE = 1_000


class Recordable(Protocol):
    """A frozen dataclass of ids, named in the past tense."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def record(event: Recordable, *, stream: str = "") -> Event:
    """Write the event row; call it last in an action, as the stream's counter stays locked until the commit.

    With a `stream` the row gets that stream's next number. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the fact it tells")
    row = Event.objects.create(
        name=type(event).__name__,
        payload=asdict(event),
        stream=stream,
        seq=next_number(stream) if stream else None,
    )
    wake("events")
    return row


def record_all(events: Sequence[Recordable]) -> None:
    """Write many events that belong to no stream, in few queries. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("record_all() belongs in the transaction of the facts it tells")
    Event.objects.bulk_create(
        (Event(name=type(event).__name__, payload=asdict(event)) for event in events), batch_size=500
    )
    wake("events")


def next_number(stream: str) -> int:
    """The stream's next number. Gap-free: a rollback gives the number back."""
    return next_numbers([stream])[stream]


def next_numbers(streams: list[str]) -> dict[str, int]:
    """The next number of each of many streams, in one statement for a thousand of them.

    Each row is locked as it is written, and in one order: two transactions never wait in a ring.
    """
    table, numbers = connection.ops.quote_name(Stream._meta.db_table), {}
    ordered = sorted(set(streams))
    with connection.cursor() as cursor:
        for first in range(0, len(ordered), AT_ONCE):
            keys = ordered[first : first + AT_ONCE]
            cursor.execute(
                f"INSERT INTO {table} AS stream (key, seq) VALUES {', '.join(['(%s, 1)'] * len(keys))}"  # noqa: S608
                " ON CONFLICT (key) DO UPDATE SET seq = stream.seq + 1 RETURNING key, seq",
                keys,
            )
            numbers.update(cursor.fetchall())
    return numbers


def newest_number(stream: str) -> int:
    return newest_numbers([stream])[stream]


def newest_numbers(streams: list[str]) -> dict[str, int]:
    """Where each stream stands now; 0 for one in which nothing has happened."""
    found = dict(Stream.objects.filter(pk__in=streams).values_list("key", "seq"))
    return {key: found.get(key, 0) for key in streams}
