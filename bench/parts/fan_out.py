"""One push to every socket of a process: when is it at the last one? And what does a socket hold of memory?"""

import asyncio
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.parts.audience import Audience
from bench.parts.live_site import LiveSite
from bench.parts.processor import counted
from bench.parts.sockets import Socket, open_crowd, open_socket
from notifications.live import push
from outbox.record import next_number
from tests.faults.harness import DIE_WITH_ME, free_port

IDLE_SECONDS = 5
FIRST, PATIENCE_SECONDS = 100, 20  # what a process takes once and for all is there after the first hundred
HERE = Path(__file__).resolve().parent


class Crowd:
    """Counts who was reached, and knows when the last was."""

    def __init__(self, number: int) -> None:
        self.number, self.reached, self.last = number, 0, 0.0
        self.all = asyncio.Event()

    def begin(self) -> None:
        self.reached = 0
        self.all.clear()

    def heard(self, word: str, socket: Socket, text: str, at: float) -> None:
        if word in text:
            self.reached, self.last = self.reached + 1, at
            if self.reached == self.number:
                self.all.set()


async def of_the_product(site: LiveSite, audience: Audience, rounds: int) -> dict[str, Any]:
    """Every socket with a member and a session of its own; each push with the stream's next number."""
    port, crowd = site.ports["web"], Crowd(len(audience.cookies))
    host = f"127.0.0.1:{port}"
    makers = [
        partial(
            open_socket, port, f"/live/?board={audience.board.pk}",
            {"Host": host, "Origin": f"http://{host}", "Cookie": cookie}, partial(crowd.heard, '"moved"'),
        )
        for cookie in audience.cookies
    ]  # fmt: skip
    sockets = await open_crowd(makers[:FIRST])
    await asyncio.sleep(1.5)
    before, began = site.memory_kb("web"), time.monotonic()
    sockets += await open_crowd(makers[FIRST:])
    opening = time.monotonic() - began
    if None in sockets:
        raise SystemExit(
            f"{sockets.count(None)} of {len(sockets)} sockets were not let in: {site.site.log('web')[-800:]}"
        )
    await asyncio.sleep(1.5)
    held = (site.memory_kb("web") - before) / max(1, len(sockets) - FIRST)
    with counted(site.pid("web")) as idle:
        await asyncio.sleep(IDLE_SECONDS)
    push_it = partial(asyncio.to_thread, _push, audience)
    with counted(site.pid("web")) as used:
        times = [await _one(crowd, push_it) for _ in range(rounds + 3)][3:]
    for socket in sockets:
        socket.transport.abort()
    await asyncio.sleep(1)
    return {
        "last_of_1000_ms": round(statistics.median(times), 1), "slowest_push_ms": round(max(times), 1),
        "kb_per_socket": round(held, 1), "connects_a_second": round((len(sockets) - FIRST) / opening),
        "web_cpu_ms_a_push": used.each(rounds + 3), "idle_cpu_ms_a_second": idle.each(IDLE_SECONDS),
    }  # fmt: skip


def _push(audience: Audience) -> None:
    push.board_moved(audience.stream, next_number(audience.stream), topic_id=audience.topic.pk, post_id=1)


async def _one(crowd: Crowd, push_it: Any) -> float:
    await asyncio.sleep(0.2)
    crowd.begin()
    began = time.monotonic()
    await push_it()
    await asyncio.wait_for(crowd.all.wait(), PATIENCE_SECONDS)
    return (crowd.last - began) * 1000


def floors() -> dict[str, list[str]]:
    """The floors that this machine has."""
    found = {"floor_ms": [sys.executable, str(HERE / "plain_server.py")]}
    if node := shutil.which("node"):
        found["floor_node_ms"] = [node, str(HERE / "plain_server.js")]
    else:
        print("node is not installed: its floor is left out.", file=sys.stderr)
    return found


async def of_a_plain_server(command: list[str], number: int, rounds: int) -> float:
    port, crowd = free_port(), Crowd(number)
    server = subprocess.Popen([*DIE_WITH_ME, *command, str(port)])  # noqa: S603
    try:
        while (first := await open_socket(port, "/", {"Host": "x"}, partial(crowd.heard, "moved"))) is None:
            await asyncio.sleep(0.05)
        make = partial(open_socket, port, "/", {"Host": "x"}, partial(crowd.heard, "moved"))
        sockets = [first, *await open_crowd([make] * (number - 1))]

        async def say() -> None:
            first.send(b'{"kind":"moved","stream":"board:1","seq":1,"topic":1,"post":1}')

        times = [await _one(crowd, say) for _ in range(rounds + 3)][3:]
        for socket in sockets:
            socket.transport.abort()
    finally:
        server.kill()
        server.wait()
    return round(statistics.median(times), 1)
