"""Mail out of an IMAP mailbox: a real server (pymap), its folders, IDLE, and a process that dies at the worst moment."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from imap_tools import BaseMailBox

from inbound import mailbox
from inbound.envelope import envelope_of
from inbound.mailbox import Address, opened, take_all, watch
from inbound.models import InboundMail

RAW = b"Return-Path: <beth@millbrook.example>\r\nX-Original-To: north-west@ymn.example\r\nFrom: beth@millbrook.example\r\n"
RAW += b"To: north-west@ymn.example\r\nSubject: Hello\r\nMessage-ID: <%d@x.example>\r\n\r\nWho has one?\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Address]:
    """A server of its own, with one mailbox; stopped with the tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("pymap")), "--no-tls", "--host", "127.0.0.1", "--port", str(port),
            "--no-service", "managesieve", "--no-service", "admin",
            "dict", "--demo-data", "--demo-user", "boards", "--demo-password", "secret",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.05)
        yield Address.of(f"imap://boards:secret@127.0.0.1:{port}/INBOX", done="Kept")
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def address(server: Address) -> Address:
    """With nothing in it."""
    with opened(server) as box:
        box.delete(box.uids())
    return server


def put(address: Address, *numbers: int) -> None:
    client = imaplib.IMAP4(address.host, address.port)
    client.login(address.user, address.password)
    for number in numbers:
        client.append("INBOX", "", "", RAW % number)
    client.logout()


def left_in(address: Address) -> int:
    with opened(address) as box:
        return len(box.uids())


def test_every_mail_is_kept_as_it_came_and_moved_away(db, address):
    put(address, 1, 2)

    with opened(address) as box:
        taken = take_all(box, address)

    rows = list(InboundMail.objects.order_by("pk"))
    assert (taken, left_in(address)) == (2, 0)
    assert [bytes(row.raw) for row in rows] == [RAW % 1, RAW % 2]
    assert {(row.envelope_from, row.envelope_to, row.transport) for row in rows} == {
        ("beth@millbrook.example", "north-west@ymn.example", "imap")
    }


def test_killed_between_the_commit_and_the_move_nothing_is_lost_and_nothing_doubled(db, address, monkeypatch):
    put(address, 3)
    with monkeypatch.context() as dying:
        dying.setattr(BaseMailBox, "move", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt), opened(address) as box:
            take_all(box, address)
    assert (InboundMail.objects.count(), left_in(address)) == (1, 1)

    with opened(address) as box:
        take_all(box, address)

    assert (InboundMail.objects.count(), left_in(address)) == (1, 0)


def test_what_cannot_be_kept_stays_in_the_mailbox(db, address, monkeypatch):
    put(address, 4)
    with monkeypatch.context() as full:
        full.setattr("inbound.mailbox.keep", lambda *_, **__: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"), opened(address) as box:
            take_all(box, address)

    assert (InboundMail.objects.count(), left_in(address)) == (0, 1)


def test_of_a_mail_beyond_all_limits_the_header_is_kept(db, address, settings):
    put(address, 5)
    settings.MAIL_MAX_BYTES = 100

    with opened(address) as box:
        take_all(box, address)

    raw = bytes(InboundMail.objects.get().raw)
    assert b"Subject: Hello" in raw
    assert b"Who has one?" not in raw


def test_it_waits_by_idle_and_comes_back_after_the_server_was_away(address, monkeypatch):
    kept: list[str] = []
    monkeypatch.setattr("inbound.mailbox.keep", lambda raw, *, source, **_: kept.append(source))
    monkeypatch.setattr("inbound.mailbox.close_old_connections", lambda: None)
    refusals = [ConnectionRefusedError()]
    real = opened

    def sometimes(where):
        if refusals:
            raise refusals.pop()
        return real(where)

    monkeypatch.setattr("inbound.mailbox.opened", sometimes)
    stopped, rounds, told, waiting = Event(), [], Event(), Event()
    look = mailbox._something_came
    monkeypatch.setattr("inbound.mailbox._something_came", lambda box: waiting.set() or look(box))

    def taken(number: int) -> None:
        rounds.append(number)
        told.set()

    worker = Thread(target=watch, args=(address, stopped), kwargs={"taken": taken})
    worker.start()
    try:
        assert told.wait(20)  # the first round, after one refusal: nothing there
        told.clear()
        assert waiting.wait(20)
        put(address, 6)
        assert told.wait(20)  # long before the server would be asked again by itself
    finally:
        stopped.set()
        worker.join(20)

    assert not worker.is_alive()
    assert (refusals, rounds[:2], len(kept)) == ([], [0, 1], 1)


@pytest.mark.parametrize(
    ("head", "envelope"),
    [
        (b"Return-Path: <>\nDelivered-To: bounce+x@ymn.example\n", ("", ["bounce+x@ymn.example"])),
        (b"From: a@b.example\nTo: x@y.example, B <North-West@ymn.example>\n", ("a@b.example", ["north-west@ymn.example"])),
        (b"X-Original-To: london@ymn.example\nX-Original-To: forged@ymn.example\nFrom: a@b.example\n",
         ("a@b.example", ["london@ymn.example"])),
        (b"From: a@b.example\nTo: elsewhere@y.example\n", ("a@b.example", ["nobody@ymn.example"])),
        (b"Delivered-To: catch-all@host.example\nTo: london@ymn.example\n", ("", ["london@ymn.example"])),
    ],
)  # fmt: skip
def test_the_envelope_is_what_the_delivering_server_wrote_on_top(head, envelope):
    assert envelope_of(head + b"\nHello") == envelope


@pytest.mark.parametrize("url", ["", "pop3://a@b", "imaps:///INBOX"])
def test_an_address_of_no_mailbox_is_told(url):
    with pytest.raises(ValueError, match="IMAP_URL"):
        Address.of(url, done="Kept")
