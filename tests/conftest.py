"""What the tests share: a region with its board and people, and pages seen by one of them."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from accounts.assurance import mark_second_factor
from accounts.models import Member
from forum.models import Board, Topic
from regions.models import Network
from tests.factories import make_board, make_member, make_network, make_representative, make_topic

LONG = ("tests/tooling/test_run.py", "tests/bench/test_pages.py", "tests/faults/", "tests/canary/")

# How long one example takes says more about what else the machine does than about the product.
hypothesis.settings.register_profile("product", deadline=None)
hypothesis.settings.load_profile("product")


def pytest_configure(config: pytest.Config) -> None:
    """The processes of a lane share a Redis, and each test empties it: each process has a database of its own there."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and settings.REDIS_URL:
        own = urlsplit(settings.REDIS_URL)._replace(path=f"/{1 + int(worker.removeprefix('gw'))}").geturl()
        settings.REDIS_URL = settings.CACHES["default"]["LOCATION"] = own
        layers: Any = settings.CHANNEL_LAYERS
        layers["default"]["CONFIG"]["hosts"][0]["address"] = own


# Neither the database nor Redis is asked: once is enough. The commands, the documents, the rules, the screen, and the
# embedded shape with its own SQLite, whatever the lane.
ONCE = (
    "tests/tooling/", "tests/docs/", "tests/screening/", "tests/inbound/reading/", "tests/bench/test_pages.py",
    "tests/bench/test_mail.py", "tests/regions/test_permissions.py", "tests/regions/test_working_time.py",
    "tests/regions/test_importing_cells.py", "tests/regions/test_importing_files.py",
    "tests/notifications/test_dkim.py", "tests/forum/test_poll_counting.py", "tests/forum/test_putting_back.py",
    "tests/notifications/test_live_away.py",
    "tests/faults/test_embedded_kills.py", "tests/canary/test_planted_faults.py::test_each_planted_fault_is_caught",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test for real servers runs only where they are, and one for the layer in memory only where they are not."""
    second = os.environ.get("LANE") == "services"
    other = "embedded" if second else "services"
    removed = [
        item
        for item in items
        if item.get_closest_marker(other)
        or (second and item.nodeid.startswith(ONCE) and not item.get_closest_marker("services"))
    ]
    config.hook.pytest_deselected(items=removed)
    # What waits for real processes and what crawls every page goes first: at the end one process would wait for another.
    items[:] = sorted(
        (item for item in items if item not in removed), key=lambda item: not item.nodeid.startswith(LONG)
    )


def pytest_collection_finish() -> None:
    """The modules of Django and of the product stay for good: looking through them for rubbish is a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite on disk, as it runs for real: in memory its threads would share one cache and lock each other out.

    It waits for no disk, as the services lane's PostgreSQL does not: what survives a power cut is not tested here.
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options = database.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """Rate limits count in the cache: each test starts at nought."""
    cache.clear()


@pytest.fixture(autouse=True)
def files_of_its_own(tmp_path: Path, settings: Any) -> None:
    """Each test keeps its files in a folder of its own."""
    settings.FILES = tmp_path / "files"


@pytest.fixture
def north_west(db: None) -> Network:
    return make_network("North West")


@pytest.fixture
def london(db: None) -> Network:
    return make_network("London")


@pytest.fixture
def board(north_west: Network) -> Board:
    return make_board(north_west, slug="north-west")


@pytest.fixture
def author(north_west: Network) -> Member:
    return make_member(north_west, "Sam", address="sam@lakeside.example")


@pytest.fixture
def follower(north_west: Network) -> Member:
    return make_member(north_west, "Beth", address="beth@millbrook.example")


@pytest.fixture
def rep(north_west: Network) -> Member:
    return make_representative(north_west, "Moira")


@pytest.fixture
def londoner(london: Network) -> Member:
    return make_member(london, "Imran", address="imran@eastside.example")


@pytest.fixture
def topic(author: Member, board: Board) -> Topic:
    return make_topic(author, board)


@pytest.fixture
def seen_by() -> Callable[..., Client]:
    """A browser in which the member is signed in; `sure`: with a fresh code and a second factor as well."""

    def sign_in(member: Member, *, sure: bool = False) -> Client:
        client = Client()
        client.force_login(member)
        UserSession.objects.create(user=member, session_key=client.session.session_key, ip="192.0.2.1")
        if sure:
            session = client.session
            mark_second_factor(session)
            session.save()
        return client

    return sign_in
