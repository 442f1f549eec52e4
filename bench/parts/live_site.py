"""The product that the bench of live pages measures: web processes and a worker on a Redis of their own."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.faults.harness import DIE_WITH_ME, Site, clean_environment, free_port, until


class Redis:
    """Used in a `with`. It may be killed, and comes back empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise SystemExit("redis-server is not installed: this bench needs it.")
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        command = [*DIE_WITH_ME, program, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        until(self._answers, what="Redis answers")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.exceptions.ConnectionError:
            return False


@dataclass
class LiveSite:
    """`web` and `other web` share one Redis; `ports` says where they are."""

    redis: Redis
    site: Site
    ports: dict[str, int]
    environment: dict[str, str]

    def pid(self, name: str) -> int:
        return self.site.running[name].pid

    def memory_kb(self, name: str) -> int:
        """What the process holds of the machine's memory."""
        status = Path(f"/proc/{self.pid(name)}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def live_site(database: dict[str, str]) -> Iterator[LiveSite]:
    """Nothing is started but Redis. The processes of production, with the embedded shape's settings: no TLS."""
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="bench-live-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(made))
        own_redis = Redis(folder)
        own_redis.start()
        stack.callback(own_redis.kill)
        ports = {"web": free_port(), "other web": free_port()}
        own = {"REDIS_URL": own_redis.url, "DJANGO_SETTINGS_MODULE": "config.settings", "UNDO_SECONDS": "3600"}
        environment = clean_environment(**database | own | {"SITE_URL": f"http://127.0.0.1:{ports['web']}"})
        commands = {name: f"{_web_command()} -p {port} config.asgi:application" for name, port in ports.items()}
        commands["worker"] = "python manage.py run_worker"
        site = Site(environment, commands, folder, None, ports["web"], 0)
        stack.callback(lambda: site.kill(*site.running))
        yield LiveSite(own_redis, site, ports, environment)


def _web_command() -> str:
    """As the Procfile starts it."""
    lines = (Path(__file__).resolve().parents[2] / "Procfile").read_text(encoding="utf-8").splitlines()
    command = next(line.partition(":")[2].strip() for line in lines if line.startswith("web:"))
    return command.partition(" -p ")[0]
