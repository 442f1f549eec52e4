"""The live layer is away: said once when it begins and once when it is over, however often it is tried meanwhile."""

import logging
import time

import structlog

log = structlog.get_logger(__name__)
QUIET_SECONDS = 3  # it is tried each second: so long without a failure, and it is back


class Outage:
    def __init__(self) -> None:
        self.began: float | None = None
        self.failed = 0.0

    def noticed(self, error: str) -> None:
        self.failed = time.monotonic()
        if self.began is None:
            self.began = self.failed
            log.warning("live layer away", error=error)

    def look(self) -> None:
        """Asked each second by the hub."""
        if self.began is not None and time.monotonic() - self.failed > QUIET_SECONDS:
            log.warning("live layer back", away_seconds=round(self.failed - self.began))
            self.began = None


outage = Outage()


class SaidOnce(logging.Filter):
    """For channels_redis, whose receiver logs a whole exception at each try."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0] if record.exc_info else None
        if error is None or "receive task" not in record.getMessage():
            return True
        outage.noticed(error.__name__)
        return False
