"""The bell: huey wakes a worker. What it loses costs a second, never an event, as the rows are swept as well."""

from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from huey import MemoryHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from redis import ConnectionPool

log = structlog.get_logger(__name__)


def _make_queue() -> Huey:
    if settings.REDIS_URL:
        # Short time-outs: a Redis that is away must not hold up the post that rings it.
        pool = ConnectionPool.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1)
        return RedisHuey("network", connection_pool=pool, results=False, blocking=True, read_timeout=1)
    if settings.QUEUE_FILE.parent.is_dir():
        return SqliteHuey("network", filename=str(settings.QUEUE_FILE), results=False)
    return MemoryHuey("network", results=False)


queue = _make_queue()


@queue.task()
def drain(name: str) -> None:
    """Empty one table of work. Safe to run at any time, in any number of workers."""
    import_string(settings.WORK_QUEUES[name])()


@queue.periodic_task(crontab(minute="17", hour="3"))
def keep_house() -> None:
    """Once a night: what has served its time goes. Any number of workers may do it at once."""
    for name in settings.HOUSEKEEPING:
        import_string(name)()


@queue.periodic_task(crontab(minute="*/15"))
def keep_time() -> None:
    """Each quarter of an hour: what belongs to a day and an hour in the UK is asked whether it is due. Unique keys see
    to it that any number of workers may ask. What fails is logged, and asked again; the others go on.
    """
    for name in settings.TIMETABLE:
        try:
            import_string(name)()
        except Exception:
            log.exception("could not keep time", job=name)


def wake(name: str) -> None:
    """Ring for `name` once the surrounding transaction has committed. Never raises: the sweep will find the row."""
    transaction.on_commit(partial(_ring, name), robust=True)


def _ring(name: str) -> None:
    try:
        drain(name)
    except Exception as error:
        log.warning("wake lost: the sweep takes over", queue=name, error=type(error).__name__)
