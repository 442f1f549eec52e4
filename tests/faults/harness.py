"""Starts the product as its users do, in processes of their own that may be killed, and stops all that it started."""

import json
import os
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
LEASE_SECONDS = 10  # so long does the work of a killed worker wait; a minute in earnest
# A run that is itself killed tears nothing down: where the system can, what it started dies with it.
DIE_WITH_ME = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
MAIL_DOMAIN, EDGE = "boards.test", "mx.boards.test"


def until(question: Callable[[], Any], *, what: str, within: float = PATIENCE_SECONDS) -> float:
    """Ask until the answer is yes; returns the seconds it took. Fails, saying `what` did not come about."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < within, f"not within {within} s: {what}"
        time.sleep(0.02)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**settings: str) -> dict[str, str]:
    """This shell's paths, and no setting of the product but these."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    own = {"PATH": path, "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return kept | own | settings


def seeded(environment: dict[str, str]) -> SimpleNamespace:
    """Make the database that these settings name; returns the people in it, as tests/faults/seed.py tells them."""
    program = "import django; django.setup(); from tests.faults import seed; seed.main()"
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout, object_hook=lambda found: SimpleNamespace(**found))


@dataclass
class Site:
    """The product as it runs: one command for each of its processes, and the doors to it."""

    environment: dict[str, str]
    commands: dict[str, str]
    logs: Path
    people: Any
    web_port: int
    mail_port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def launch(self, *names: str) -> None:
        for name in names:
            with (self.logs / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    ["/bin/sh", "-c", f"exec {' '.join(DIE_WITH_ME)} {self.commands[name]}"],
                    cwd=ROOT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )

    def start(self, *names: str) -> None:
        """Launch these processes (all, if none is named) and wait until their doors are open."""
        names = names or tuple(self.commands)
        self.launch(*names)
        self.wait_for_doors(*names)

    def wait_for_doors(self, *names: str) -> None:
        doors = [("web", self.web_answers), ("listener", self.listener_answers)]
        for name, (door, is_open) in product(names, doors):
            if name in (door, "serve"):
                until(lambda n=name, is_open=is_open: self._alive(n) and is_open(), what=f"{name} opens its {door}")

    def _alive(self, name: str) -> bool:
        code = self.running[name].poll()
        assert code is None, f"{name} ended by itself with {code}: {self.log(name)[-2000:]}"
        return True

    def is_dead(self, name: str) -> bool:
        return self.running[name].poll() is not None

    def kill(self, *names: str) -> None:
        """kill -9, all at once. One that is dead already is buried."""
        for name in names:
            if not self.is_dead(name):
                os.kill(self.running[name].pid, signal.SIGKILL)
        for name in names:
            self.running.pop(name).wait()

    def stop(self) -> None:
        """Kill all; the end of each log is shown by pytest if the test failed."""
        self.kill(*self.running)
        for name in self.commands:
            print(f"--- {name}\n{self.log(name)[-3000:]}")

    def web_answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(f"{self.url}/health/", timeout=5).status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def listener_answers(self) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self.mail_port, timeout=5) as line:
                return line.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def log(self, name: str) -> str:
        file = self.logs / f"{name}.log"
        return file.read_text() if file.exists() else ""

    def ask_database(self, question: str) -> Any:
        """For what no page shows: a line of Python, evaluated with the product's models, in a process of its own."""
        program = (
            "import django, json, sys; django.setup()\n"
            "from notifications.models import Delivery\n"
            "json.dump(eval(sys.argv[1]), sys.stdout)"
        )
        told = subprocess.run(
            [sys.executable, "-c", program, question],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return json.loads(told.stdout)


def common_settings(sink_url: str) -> dict[str, str]:
    return {
        "SECRET_KEY": "faults " * 8, "TOKEN_KEYS": "tokens " * 8, "REF_KEY": settings.REF_KEY,
        "MAIL_DOMAIN": MAIL_DOMAIN, "UNDO_SECONDS": "0", "TOPIC_MAIL_SECONDS": "0",
        "SMTP_URL": sink_url, "LEASE_SECONDS": str(LEASE_SECONDS), "LOG_LEVEL": "INFO",
    }  # fmt: skip


def embedded_site(data: Path, people: Any, sink_url: str, **settings: str) -> Site:
    """`manage.py serve` on the SQLite database in `data`."""
    web, mail = free_port(), free_port()
    own = {"MODE": "embedded", "DATA": str(data), "SITE_URL": f"http://127.0.0.1:{web}"}
    command = f"python manage.py serve --port {web} --mail-port {mail}"
    environment = clean_environment(**common_settings(sink_url) | own | settings)
    return Site(environment, {"serve": command}, data, people, web, mail)


def procfile_site(data: Path, people: Any, sink_url: str, database_url: str, redis_url: str, **settings: str) -> Site:
    """The lines of the Procfile, with two workers, in the production shape."""
    web, mail = free_port(), free_port()
    own = {
        "MODE": "production", "DJANGO_SETTINGS_MODULE": "tests.faults.production", "DATA": str(data),
        "SITE_URL": "https://127.0.0.1", "ALLOWED_HOSTS": "127.0.0.1", "TRUSTED_PROXY": "true", "PORT": str(web),
        "MAIL_LISTEN": f"127.0.0.1:{mail}", "MAIL_EDGE_AUTHSERV_ID": EDGE,
        "DATABASE_URL": database_url, "REDIS_URL": redis_url,
    }  # fmt: skip
    lines = (ROOT / "Procfile").read_text().splitlines()
    commands = {name: command.strip() for name, command in (line.split(":", 1) for line in lines)}
    commands["other worker"] = commands["worker"]
    environment = clean_environment(**common_settings(sink_url) | own | settings)
    return Site(environment, commands, data, people, web, mail)


def copied(template: Path, to: Path) -> Path:
    shutil.copytree(template, to)
    return to


def first_sayings(number: int) -> list[str]:
    """So many words that stand in no template."""
    letters = product("abcdefghij", repeat=3)
    return ["saying" + "".join(three) for three, _ in zip(letters, range(number), strict=False)]


def sayings_in(text: str) -> list[str]:
    return re.findall(r"saying[a-z]+", text)
