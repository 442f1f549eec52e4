"""A product to break, and a relay that takes its mails."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
import redis

from tests.faults.harness import (
    DIE_WITH_ME,
    ROOT,
    Site,
    clean_environment,
    common_settings,
    copied,
    embedded_site,
    free_port,
    procfile_site,
    seeded,
    until,
)
from tests.faults.sink import Sink

MakeSite = Callable[..., Site]
ROLE = "network_faults_app"


@pytest.fixture
def chance() -> random.Random:
    """The instants of the kills. FAULTS_SEED repeats a run; pytest shows the seed of a test that failed."""
    seed = os.environ.get("FAULTS_SEED") or uuid4().hex[:8]
    print(f"FAULTS_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    sink = Sink(tmp_path / "taken.jsonl")
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """A DATA folder with a small region and a large one, and who is in them."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    data.mkdir()
    return data, seeded(clean_environment(**common_settings("") | {"DATA": str(data)}))


@pytest.fixture
def embedded(seeded_folder: tuple[Path, object], sink: Sink, tmp_path: Path) -> Iterator[Site]:
    """The embedded shape, not started yet."""
    template, people = seeded_folder
    site = embedded_site(copied(template, tmp_path / "data"), people, sink.url)
    yield site
    site.stop()


class Server:
    """The services lane's PostgreSQL, on which each test has a database of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.made: list[str] = []

    def run(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(sql)

    def make(self, template: str = "template0") -> str:
        name = f"faults_{uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        self.made.append(name)
        return name

    def url_of(self, name: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def make_role(self, name: str) -> None:
        """The role that the product runs under: one for all databases, as roles are the server's."""
        self.run(
            f"DO $$ BEGIN CREATE ROLE {name} LOGIN PASSWORD '{name}'; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )

    def url_as(self, role: str, name: str) -> str:
        address = urlsplit(self.url_of(name))
        return urlunsplit(address._replace(netloc=f"{role}:{role}@{address.hostname}:{address.port}"))

    def drop(self, name: str) -> None:
        self.made.remove(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    server = Server(os.environ["DATABASE_URL"])
    yield server
    for name in list(server.made):
        server.drop(name)


@pytest.fixture(scope="session")
def seeded_database(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, object]:
    name, data = postgres.make(), tmp_path_factory.mktemp("seeding")
    settings = common_settings("") | {"DATA": str(data), "DATABASE_URL": postgres.url_of(name)}
    people = seeded(clean_environment(**settings))
    postgres.make_role(ROLE)
    granted = subprocess.run(
        [sys.executable, "manage.py", "grant_application_rights", "--role", ROLE],
        cwd=ROOT, env=clean_environment(**settings), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert granted.returncode == 0, granted.stderr
    return name, people


@pytest.fixture
def database(postgres: Server, seeded_database: tuple[str, object]) -> Iterator[str]:
    """The name of a database of this test's own, with the people in it."""
    name = postgres.make(seeded_database[0])
    yield name
    postgres.drop(name)


@pytest.fixture
def redis_url() -> str:
    """An empty Redis database that no other test's process uses."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{48 + worker % 16}"))
    redis.Redis.from_url(url).flushdb()
    return url


@pytest.fixture
def make_procfile(
    postgres: Server, database: str, seeded_database: tuple[str, object], sink: Sink, tmp_path: Path
) -> Iterator[MakeSite]:
    """The Procfile's shape on a Redis of one's choice, not started yet."""
    made: list[Site] = []

    def make(redis_url: str, **settings: str) -> Site:
        data = tmp_path / "data"
        data.mkdir()
        url = postgres.url_as(ROLE, database)
        made.append(procfile_site(data, seeded_database[1], sink.url, url, redis_url, **settings))
        return made[-1]

    yield make
    for site in made:
        site.stop()


@pytest.fixture
def procfile(make_procfile: MakeSite, redis_url: str) -> Site:
    return make_procfile(redis_url)


class OwnRedis:
    """A Redis that a test may kill."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server") or "redis-server"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([*DIE_WITH_ME, program, *options], stdout=subprocess.DEVNULL)
        until(self.answers, what="Redis answers")

    def answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url).ping())
        except redis.exceptions.ConnectionError:
            return False

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[OwnRedis]:
    server = OwnRedis(tmp_path)
    server.start()
    yield server
    server.kill()
