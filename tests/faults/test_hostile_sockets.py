"""Threat 63: sockets that flood, never finish, or do not read; and everybody else's goes on as if they were not there."""

import asyncio
import json
import select
import socket
import subprocess
import sys
from functools import partial

import pytest

from bench.parts.sockets import PING, Socket, open_socket
from tests.faults.harness import DIE_WITH_ME, ROOT, Site, clean_environment, free_port, until
from tests.faults.visitors import Browser

pytestmark = pytest.mark.faults


HELLO = (
    "GET /live/ HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def test_threat_63_a_reader_who_leaves_a_megabyte_unread_is_dropped_and_one_who_reads_is_not():
    """Both are real sockets of a real server, which has 32 MB to tell to each."""
    port = free_port()
    command = [*DIE_WITH_ME, sys.executable, "-m", "config.web", "-p", str(port), "tests.faults.talker:application"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=clean_environment())
    try:
        until(lambda: _listens(port), what="the web server listens")
        with _call(port) as slow, _call(port) as quick:
            while not _is_cut(slow) and quick.recv(65_536):
                pass
            assert _is_cut(slow), "the one who does not read is dropped"
            assert len(quick.recv(65_536)), "the one who reads is told on"
    finally:
        server.kill()
        said, _ = server.communicate()
    assert said.count(b"slow reader") == 1


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _call(port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    made.settimeout(10)
    made.connect(("127.0.0.1", port))
    made.sendall(HELLO.encode())
    return made


def _is_cut(slow: socket.socket) -> bool:
    """By the other side, and found out without reading a byte."""
    asked = select.poll()
    asked.register(slow, select.POLLHUP | select.POLLERR)
    return bool(asked.poll(0))


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
