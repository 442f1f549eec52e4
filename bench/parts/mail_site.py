"""The processes that are measured: workers and listeners of the product, each of which may be killed."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.parts.database import PROJECT, clean_environment
from bench.parts.postgres import Postgres, find_postgres

PATIENCE = 120
TICKS = os.sysconf("SC_CLK_TCK")
DIE_WITH_ME = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def until(question: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not question():
        if time.monotonic() > end:
            raise SystemExit(f"Not within {PATIENCE} s: {what}")
        time.sleep(0.005)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """A process of the product: `manage.py` with these words."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self.running = subprocess.Popen(  # noqa: S603
            [*DIE_WITH_ME, sys.executable, "manage.py", *words], cwd=PROJECT, env=clean_environment() | environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        self.running.send_signal(signal.SIGKILL)
        self.running.wait()

    def cpu_seconds(self) -> float:
        """Of all its threads, user and system, so far."""
        words = Path(f"/proc/{self.running.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(words[11]) + int(words[12])) / TICKS


@contextmanager
def process(environment: dict[str, str], *words: str) -> Iterator[Process]:
    one = Process(environment, *words)
    try:
        yield one
    finally:
        one.kill()


@contextmanager
def surroundings(engine: str, folder: Path, sink_url: str) -> Iterator[dict[str, str]]:
    """A database, and Redis if it is installed, as in production; without it the queue is a file."""
    environment = {
        "DATA": str(folder / "data"), "MODE": "embedded", "LOG_LEVEL": "ERROR", "UNDO_SECONDS": "0",
        "TOPIC_MAIL_SECONDS": "600", "SMTP_URL": sink_url, "SECRET_KEY": "bench " * 8,
    }  # fmt: skip
    (folder / "data").mkdir()
    with ExitStack() as stack:
        if engine == "postgresql":
            programs = find_postgres()
            if programs is None:
                raise SystemExit("PostgreSQL is not installed: leave --database out, or install it.")
            server = stack.enter_context(Postgres(programs, folder / "postgres"))
            server.sql("CREATE DATABASE mail")
            environment["DATABASE_URL"] = server.url("mail")
        if program := shutil.which("redis-server"):
            port = free_port()
            command = [
                *DIE_WITH_ME,
                program,
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                str(folder),
            ]
            redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
            stack.callback(redis.wait)
            stack.callback(redis.terminate)
            environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        yield environment
