"""Two threads that write down the listener's mails. Each holds its connection to the database while mails come, as
opening one for every mail costs more than the mail; after a quarter of a second with none it is given back, so that
no line that has died meanwhile is ever written to.
"""

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread

from django.db import InterfaceError, OperationalError, connections

THREADS = 2
IDLE_SECONDS = 0.25

_Job = tuple[Callable[[], object], "Future[None]"]


class Writers:
    def __init__(self) -> None:
        self.jobs: SimpleQueue[_Job] = SimpleQueue()
        for number in range(THREADS):
            Thread(target=self._work, name=f"mail store {number}", daemon=True).start()

    def submit(self, write: Callable[[], object]) -> Future[None]:
        """Done once the write has been committed; holds what it raised instead."""
        done: Future[None] = Future()
        self.jobs.put((write, done))
        return done

    def _work(self) -> None:
        wait: float | None = None
        while True:
            try:
                write, done = self.jobs.get(timeout=wait)
            except Empty:
                connections.close_all()
                wait = None
                continue
            wait = IDLE_SECONDS
            if not done.set_running_or_notify_cancel():
                continue  # its sender has gone, unanswered, and comes again
            try:
                _twice(write)
            except BaseException as error:
                connections.close_all()
                done.set_exception(error)
            else:
                done.set_result(None)


def _twice(write: Callable[[], object]) -> None:
    """The database may have been started again since the mail before: then once more, over a new line."""
    try:
        write()
    except (OperationalError, InterfaceError):
        connections.close_all()
        write()
