"""One JSON object a line on standard error, for structlog's own calls and everybody else's alike.

A log names things by id. What people wrote, their addresses and the keys of links stay out of it: an exception is
told by its type and its place, without its words, and addresses and long keys in any line are masked.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
KEY = re.compile(r"(?<![\w-])(?=[\w-]*\d)[\w-]{20,}(?![\w.-])")


def without_words(logger: Any, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its types and places: its message may quote a row, a form or a mail."""
    info = line.pop("exc_info", None)
    if info:
        error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else sys.exc_info()[1]
        line["exception"] = places_of(error)
    return line


def places_of(error: BaseException | None) -> list[str]:
    """The chain of exceptions, innermost last: type, then each file, line and function."""
    told: list[str] = []
    while error is not None and len(told) < 200:
        told.append(f"{type(error).__module__}.{type(error).__qualname__}")
        told += [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return told


def masked(logger: Any, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """No address and no key of a link in what is said."""
    for field, value in line.items():
        if isinstance(value, str) and field != "timestamp":
            line[field] = KEY.sub("(key)", ADDRESS.sub("(address)", value))
    return line


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_words,
    masked,
]


def formatter() -> logging.Formatter:
    """The formatter that settings.LOGGING names; configures structlog to end in the standard library's logging."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
