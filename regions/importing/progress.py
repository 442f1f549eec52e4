"""How far an import is, for its page. Its row is locked while the changes are written, so this goes by the cache: a
courtesy on which nothing hangs.
"""

from collections.abc import Callable
from enum import StrEnum

import structlog
from django.core.cache import cache

log = structlog.get_logger(__name__)
OFTEN, KEPT_SECONDS = 500, 600


class Step(StrEnum):
    READ = "read"
    CHECKED = "checked"
    COMPARED = "compared"
    WRITTEN = "written"


Progress = Callable[[Step, int, int], None]  # the step, the rows done, of how many; 0 while that is not known


def silently(step: Step, done: int, rows: int) -> None:
    """For who does not want to know."""


def tell(import_id: int, step: Step, done: int, rows: int) -> None:
    try:
        cache.set(_key(import_id), {"step": step.value, "done": done, "rows": rows}, KEPT_SECONDS)
    except Exception as error:
        log.warning("progress not told", imports=import_id, error=type(error).__name__)


def told(import_id: int) -> dict[str, str | int]:
    """What was told last; nothing if nothing was."""
    try:
        found: dict[str, str | int] = cache.get(_key(import_id)) or {}
    except Exception as error:
        log.warning("progress not known", imports=import_id, error=type(error).__name__)
        return {}
    return found


def forget(import_id: int) -> None:
    try:
        cache.delete(_key(import_id))
    except Exception as error:
        log.warning("progress not forgotten", imports=import_id, error=type(error).__name__)


def _key(import_id: int) -> str:
    return f"import:{import_id}"
