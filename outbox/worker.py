"""The worker: huey's consumer with a sweep each second, so that a lost wake never loses work."""

import threading
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import close_old_connections
from huey.consumer import Consumer, Scheduler

from outbox.queue import drain, queue

log = structlog.get_logger(__name__)


class SweepingScheduler(Scheduler):
    """Rings every table of work once a second when nothing else is waiting: what a killed worker left comes back."""

    def loop(self, now=None):  # type: ignore[no-untyped-def]
        try:
            if self.huey.pending_count() == 0:
                for name in settings.WORK_QUEUES:
                    drain(name)
        except Exception as error:
            log.warning("sweep could not reach the queue", error=type(error).__name__)
        super().loop(now)


class Worker(Consumer):
    """Any number of these may run, in threads or processes, on one machine or several."""

    scheduler_class = SweepingScheduler

    def __init__(self, *, workers: int = 2) -> None:
        super().__init__(
            queue,
            workers=workers,
            worker_type="thread",
            initial_delay=0.02,
            backoff=1.3,
            max_delay=0.2,
            scheduler_interval=1,
            periodic=True,
            check_worker_health=True,
            health_check_interval=5,
        )


class EmbeddedWorker(Worker):
    """The worker as threads of the web process. Signals belong to the main thread, so it installs no handlers."""

    def _set_signal_handlers(self) -> None:
        return

    def start_in_background(self) -> Callable[[], None]:
        """Start; returns the function that stops it."""
        thread = threading.Thread(target=self.run, name="worker", daemon=True)
        thread.start()

        def stop() -> None:
            self.stop_flag.set()
            thread.join(timeout=5)

        return stop


@queue.pre_execute()
def fresh_connections(task) -> None:  # type: ignore[no-untyped-def]
    """A database that went away and came back must not leave a worker with a dead connection."""
    close_old_connections()


@queue.post_execute()
def close_connections(task, task_value, exc) -> None:  # type: ignore[no-untyped-def]
    close_old_connections()
