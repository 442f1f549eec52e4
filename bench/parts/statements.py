"""Which statements a page sends to the database, in order, with the time of each."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.backends.signals import connection_created

FRAME = ("BEGIN", "COMMIT", "ROLLBACK")  # opening and closing a transaction asks for nothing


@dataclass(frozen=True)
class Statement:
    sql: str
    milliseconds: float


@contextmanager
def watched_statements() -> Iterator[list[Statement]]:
    """A request has a thread and a connection of its own: each connection made meanwhile is watched."""
    seen: list[Statement] = []

    def watch(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            if not sql.startswith(FRAME):
                seen.append(Statement(sql, (time.perf_counter() - started) * 1_000))

    def connected(connection: Any, **_: Any) -> None:
        if watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(watch)

    connection_created.connect(connected, weak=False)
    try:
        yield seen
    finally:
        connection_created.disconnect(connected)
