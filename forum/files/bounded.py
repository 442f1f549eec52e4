"""Looking at a file in a process that may neither grow nor stay: whatever it holds, only that process meets it."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.conf import settings

from forum.files.kinds import Kind, NotTaken, Why

log = structlog.get_logger(__name__)
MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS, WALL_SECONDS = 20, 60
_AT_ONCE = threading.BoundedSemaphore(2)
_TURN_SECONDS = 60


@dataclass(frozen=True)
class Looked:
    """What may be kept of a file."""

    kind: Kind
    content: bytes
    words: str
    preview: bytes
    preview_width: int
    preview_height: int


def look_at(content: bytes) -> Looked:
    """Raises NotTaken. At most two files are looked at by a process of ours at a time; the others wait their turn."""
    if not _AT_ONCE.acquire(timeout=_TURN_SECONDS):
        raise NotTaken(Why.NOT_CHECKED)
    try:
        with TemporaryDirectory(prefix="file-") as folder:
            return _looked(content, Path(folder))
    finally:
        _AT_ONCE.release()


def _looked(content: bytes, folder: Path) -> Looked:
    (folder / "in").write_bytes(content)
    command = [
        sys.executable,
        "-E",
        "-s",
        "-m",
        "forum.files.inspection",
        str(folder),
        str(MEMORY_BYTES),
        str(CPU_SECONDS),
    ]
    try:
        # Nothing of our environment goes along: no key, no address of the database.
        done = subprocess.run(  # noqa: S603
            command, cwd=settings.BASE_DIR, env={"PYTHONDONTWRITEBYTECODE": "1"}, timeout=WALL_SECONDS,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotTaken(Why.TOO_SLOW) from None
    report = folder / "report.json"
    if done.returncode or not report.exists():
        log.warning("file broke its inspection", code=done.returncode)
        raise NotTaken(Why.TOO_SLOW if done.returncode in (-24, -9) else Why.BOMB)
    said = json.loads(report.read_text())
    if "why" in said:
        raise NotTaken(Why(said["why"]))
    preview = folder / "preview"
    width, height = said["size"]
    return Looked(
        Kind(said["kind"]), (folder / "out").read_bytes(), said["words"].replace("\x00", " "),
        preview.read_bytes() if preview.exists() else b"", width, height,
    )  # fmt: skip
