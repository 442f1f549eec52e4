"""The database that is measured: filled once by seed_scale and kept, and copied for each run, as a run writes to it."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.parts.postgres import Postgres, find_postgres

PROJECT = Path(__file__).resolve().parents[2]
READY = "ready"
KEPT_FOR = 7 * 24 * 3600  # its dates lead up to the day of filling: an old one has no news
FILLED_BY = (
    "config/scale/*",
    "config/reference.py",
    "regions/reference/*.json",
    "**/migrations/*.py",
    "forum/search/*.py",
)


@dataclass(frozen=True)
class Size:
    members: int
    topics: int
    posts: int
    seed: int


@contextmanager
def filled_database(size: Size, engine: str, say: Callable[[str], object]) -> Iterator[dict[str, str]]:
    """The environment of a process that works on a fresh copy. The original is prepared first if it is not there."""
    kept = _kept(f"{engine}-{size.members}-{size.topics}-{size.posts}-{size.seed}")
    with ExitStack() as stack:
        run = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
        environment = {"DATA": str(run), "MODE": "embedded", "LOG_LEVEL": "ERROR"}
        prepare = _on_postgres if engine == "postgresql" else _on_sqlite
        address = prepare(stack, kept, run, lambda url: _fill(environment | {"DATABASE_URL": url}, size, say))
        if not (kept / READY).exists():
            (kept / READY).touch()
        yield environment | {"DATABASE_URL": address}


def _on_postgres(stack: ExitStack, kept: Path, run: Path, fill: Callable[[str], None]) -> str:
    programs = find_postgres()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed: leave --database out, or install it.")
    server = stack.enter_context(Postgres(programs, kept / "postgres"))
    if not (kept / READY).exists():
        server.sql("CREATE DATABASE filled")
        fill(server.url("filled"))
    server.sql("DROP DATABASE IF EXISTS run")
    server.sql("CREATE DATABASE run TEMPLATE filled")
    return server.url("run")


def _on_sqlite(stack: ExitStack, kept: Path, run: Path, fill: Callable[[str], None]) -> str:
    original = kept / "network.sqlite3"
    if not (kept / READY).exists():
        fill(f"sqlite:///{original}")
    shutil.copyfile(original, run / "network.sqlite3")
    return f"sqlite:///{run / 'network.sqlite3'}"


def _kept(name: str) -> Path:
    """The folder of this filling. One of an older product, too old, or left half done is removed."""
    kept = _kept_folder() / f"{name}-{_fingerprint()}"
    for folder in kept.parent.glob(f"{name}-*"):
        ready = folder / READY
        if folder != kept or not ready.exists() or time.time() - ready.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(folder)
    kept.mkdir(exist_ok=True)
    return kept


def _fill(environment: dict[str, str], size: Size, say: Callable[[str], object]) -> None:
    say(f"Filling a database with {size.posts:,} posts, once ...")
    numbers = [f"--{name}={getattr(size, name)}" for name in ("members", "topics", "posts", "seed")]
    for command in (["migrate", "-v0"], ["seed_scale", *numbers]):
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *command], cwd=PROJECT, env=clean_environment() | environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"The database could not be filled: {done.stderr.strip()}")


def clean_environment() -> dict[str, str]:
    """A shell's own settings must not reach the bench."""
    named = {line.lstrip("# ").partition("=")[0] for line in (PROJECT / ".env.example").read_text().splitlines()}
    return {name: value for name, value in os.environ.items() if name not in named}


def _kept_folder() -> Path:
    """A folder of this person's own; PostgreSQL's user must be able to pass through it."""
    folder = Path(tempfile.gettempdir()) / f"network-bench-{os.getuid()}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise SystemExit(f"{folder} belongs to somebody else: remove it, or set TMPDIR.")
    folder.chmod(0o711)
    return folder


def _fingerprint() -> str:
    """Changes when the rows or the tables might come out differently."""
    digest = hashlib.sha256()
    for pattern in FILLED_BY:
        for path in sorted(PROJECT.glob(pattern)):
            if path.is_file() and ".venv" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
