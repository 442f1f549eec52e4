"""No room, or no database, on the listener's side: it says 452, never 250, and the sender's second try makes one post."""

import resource

import pytest

from tests.faults.conftest import Server
from tests.faults.harness import Site, until
from tests.faults.sink import Sink
from tests.faults.visitors import Browser, Unanswered, everybody_told, hand_in, settled

pytestmark = pytest.mark.faults
FULL = 452


def set_room(site: Site, name: str, most: int) -> None:
    """How large the process may make a file: at nought, every write to disk fails, as on a disk that is full."""
    pid = site.running[name].pid
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))


def test_mail_that_finds_the_disk_full_is_not_taken_and_its_second_try_is_one_post(embedded: Site, sink: Sink):
    ann, bob = embedded.people.few[:2]
    embedded.start()
    assert hand_in(embedded, ann, "sayinga") == 250

    set_room(embedded, "serve", 0)
    while_full = [hand_in(embedded, bob, "sayingb") for _ in range(3)]
    set_room(embedded, "serve", resource.RLIM_INFINITY)
    afterwards = hand_in(embedded, bob, "sayingb")
    until(lambda: settled(embedded, sink, ["sayinga", "sayingb"]), what="both mails are read and told")

    assert while_full == [FULL] * 3
    assert afterwards == 250
    assert sorted(Browser(embedded, ann).posts_in(embedded.people.small_topic)) == ["sayinga", "sayingb"]
    assert sink.told() == everybody_told(embedded, ["sayinga", "sayingb"])
    until(lambda: sink.receipts() == {ann.address: 1, bob.address: 1}, what="both have their receipt")


@pytest.mark.services
def test_mail_that_finds_the_database_shut_is_not_taken_and_its_second_try_is_one_post(
    procfile: Site, sink: Sink, postgres: Server, database: str
):
    ann, bob = procfile.people.few[:2]
    procfile.start()
    assert hand_in(procfile, ann, "sayinga") == 250

    postgres.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    while_shut = hand_in(procfile, bob, "sayingb")
    postgres.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
    until(lambda: taken(procfile, bob, "sayingb"), what="the listener takes mail again")
    took = until(lambda: settled(procfile, sink, ["sayinga", "sayingb"]), what="both mails are read and told")

    assert while_shut == FULL
    assert sorted(Browser(procfile, ann).posts_in(procfile.people.small_topic)) == ["sayinga", "sayingb"]
    assert sink.told() == everybody_told(procfile, ["sayinga", "sayingb"])
    print(f"settled {took:.1f} s after the database came back")


def taken(site: Site, person: object, saying: str) -> bool:
    try:
        return hand_in(site, person, saying) == 250
    except Unanswered:
        return False


@pytest.mark.services
def test_first_page_after_the_database_was_restarted_is_served(procfile: Site, postgres: Server, database: str):
    procfile.start("web")
    reader = Browser(procfile, procfile.people.few[0])
    assert reader.posts_in(procfile.people.small_topic) == []

    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    assert reader.posts_in(procfile.people.small_topic) == []
