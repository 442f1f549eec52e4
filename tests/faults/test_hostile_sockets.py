"""Threat 63: sockets that flood, never finish, or do not read; and everybody else's goes on as if they were not there."""

import asyncio
import json
from functools import partial

import pytest

from bench.parts.sockets import PING, Socket, open_socket
from config.web import MOST_UNREAD, BoundedLine
from tests.faults.harness import Site
from tests.faults.visitors import Browser

pytestmark = pytest.mark.faults


class Transport:
    """What Twisted holds for a reader who does not read."""

    def __init__(self) -> None:
        self.dataBuffer, self.offset, self._tempDataLen, self.aborted = b"", 0, 0, False

    def abortConnection(self) -> None:  # Twisted's name
        self.aborted = True


def test_threat_63_a_reader_who_leaves_a_megabyte_unread_is_dropped(monkeypatch):
    line = BoundedLine.__new__(BoundedLine)
    line.transport = Transport()
    parent = BoundedLine.__mro__[1]

    def hold(self, content, binary=False):
        self.transport._tempDataLen += len(content)

    monkeypatch.setattr(parent, "serverSend", hold)
    line.serverSend("x" * MOST_UNREAD)
    assert not line.transport.aborted
    line.serverSend("x")
    assert line.transport.aborted


def test_threat_63_floods_are_cut_off_and_the_others_hear_what_they_heard(embedded: Site):
    """A large frame, fragments that are never finished, pings without end, ten thousand wishes to hear another board."""
    embedded.start()

    asyncio.run(_attack(embedded))


async def _attack(site: Site) -> None:
    ann, bob = (Browser(site, one) for one in site.people.few[:2])
    heard: list[dict] = []
    good = await _open(site, ann, heard)
    assert good is not None
    flood = [lambda one: _say(one, 0x81, 1_000_000), lambda one: one.send(b"half", first=0), _ping, _subscribe]
    for attack in flood:
        bad = await _open(site, bob, [])
        assert bad is not None
        attack(bad)
        await asyncio.wait_for(bad.closed, 5)

    assert await asyncio.to_thread(bob.posts, site.people.small_topic, "sayinga")
    async with asyncio.timeout(10):
        while not [frame for frame in heard if frame["kind"] == "told"]:
            await asyncio.sleep(0.02)
    assert not good.closed.done()
    good.transport.abort()


async def _open(site: Site, browser: Browser, heard: list[dict]) -> Socket | None:
    note = partial(_note, heard)
    return await open_socket(site.web_port, "/live/?home=1", browser.headers, note)


def _note(heard: list[dict], socket: Socket, text: str, at: float) -> None:
    heard.append(json.loads(text))


def _say(socket: Socket, first: int, length: int) -> None:
    socket.transport.write(bytes([first, 0xFF]) + length.to_bytes(8, "big") + b"\0\0\0\0" + b"x" * length)


def _ping(socket: Socket) -> None:
    for _ in range(200):
        socket.send(b"", PING)


def _subscribe(socket: Socket) -> None:
    for number in range(10_000):
        socket.send(b'{"subscribe":"board:%d"}' % number)
