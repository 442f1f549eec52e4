"""The bytes of files, each under a random name in a folder that no web server serves. Written whole or not at all."""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"[0-9a-f]{40}")


def folder() -> Path:
    return Path(settings.FILES)


def put(content: bytes) -> str:
    """Keep the bytes; returns the name. When this returns they are on the disk."""
    name = secrets.token_hex(20)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = path.with_suffix(".part")
    try:
        with coming.open("xb") as file:
            os.chmod(coming, 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        coming.rename(path)
    except OSError:
        coming.unlink(missing_ok=True)
        raise
    return name


def get(name: str) -> bytes:
    """Raises FileNotFoundError."""
    return _path(name).read_bytes()


def forget(*names: str) -> None:
    """A name that is not there is fine: forgetting may be done twice."""
    for name in names:
        if name:
            _path(name).unlink(missing_ok=True)


def everything(*, older_than: float) -> Iterator[str]:
    """The names of what was written before that time (seconds of the epoch), whole or half."""
    for path in folder().glob("??/*"):
        if path.stat().st_mtime < older_than:
            yield path.name


def forget_half_written(name: str) -> None:
    if name.endswith(".part") and _NAME.fullmatch(name[:-5]):
        (folder() / name[:2] / name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return folder() / name[:2] / name
