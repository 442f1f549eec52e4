"""Others' pages while a member floods the process (threat 63): how soon is a push there, with the flood and without?"""

import asyncio
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from bench.parts.audience import Audience
from bench.parts.live_site import LiveSite
from bench.parts.processor import counted
from bench.parts.sockets import PING, Socket, open_crowd, open_socket
from notifications.live import push
from outbox.record import next_number

OTHERS, PUSHES, EVERY_SECONDS, PATIENCE_SECONDS = 50, 40, 0.25, 5


async def others_under_attack(site: LiveSite, audience: Audience) -> dict[str, Any]:
    """Pushes before, during and after the flood; before and after together are the quiet ones."""
    host, pushed = f"127.0.0.1:{site.ports['web']}", Pushed()
    headers = {"Host": host, "Origin": f"http://{host}"}
    address = f"/live/?board={audience.board.pk}"

    def open_page(cookie: str, heard: Callable[[Socket, str, float], None] = lambda *_: None) -> Any:
        return open_socket(site.ports["web"], address, headers | {"Cookie": cookie}, heard)

    cookies = audience.cookies[1 : OTHERS + 1]
    others = await open_crowd([partial(open_page, cookie, pushed.heard) for cookie in cookies])
    flood = Flood(partial(open_page, audience.cookies[0]))
    quiet = await pushed.several(audience, PUSHES // 2)
    with counted(site.pid("web")) as used:
        running = asyncio.create_task(flood.go_on())
        flooded = await pushed.several(audience, PUSHES)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    flood.end()
    quiet += await pushed.several(audience, PUSHES // 2)
    for one in others:
        one.transport.abort()
    return {
        "others_p95_ms": _p95(quiet), "others_flooded_p95_ms": _p95(flooded), "attacks": flood.attacks,
        "web_cpu_ms_an_attack": used.each(flood.attacks),
    }  # fmt: skip


class Pushed:
    """When a push was at each of the others' pages."""

    def __init__(self) -> None:
        self.began, self.times = 0.0, list[float]()

    def heard(self, socket: Socket, text: str, at: float) -> None:
        if '"moved"' in text:
            self.times.append((at - self.began) * 1000)

    async def several(self, audience: Audience, pushes: int) -> list[float]:
        found = list[float]()
        for _ in range(pushes):
            self.times, self.began = [], time.monotonic()
            await asyncio.to_thread(_push, audience)
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while len(self.times) < OTHERS:
                        await asyncio.sleep(0.005)
            found += self.times + [PATIENCE_SECONDS * 1000.0] * (OTHERS - len(self.times))
            await asyncio.sleep(EVERY_SECONDS)
        return found


class Flood:
    """One member, as fast as the process lets them. Some of their sockets stay open and read nothing; they ask for more
    than a member may have; the others send what nobody asked for, one after the other.
    """

    def __init__(self, open_page: Callable[[], Any]) -> None:
        self.open_page, self.attacks = open_page, 0
        self.held = list[Socket]()

    async def go_on(self) -> None:
        opened = await open_crowd([self.open_page] * 12)
        self.held = [one for one in opened if one is not None]
        for one in self.held[:5]:
            one.transport.abort()
        for one in self.held[5:]:
            one.transport.pause_reading()
        while True:
            for attack in (_large, _unfinished, _pings, _wishes):
                await self._once(attack)

    async def _once(self, attack: Callable[[Socket], None]) -> None:
        self.attacks += 1
        bad = await self.open_page()
        if bad is None:
            return
        attack(bad)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(bad.closed), 2)
        bad.transport.abort()

    def end(self) -> None:
        for one in self.held:
            one.transport.abort()


def _large(bad: Socket) -> None:
    """A frame of a megabyte."""
    bad.transport.write(b"\x81\xff" + (1_000_000).to_bytes(8, "big") + b"\0\0\0\0" + b"x" * 1_000_000)


def _unfinished(bad: Socket) -> None:
    """A fragment whose others never come."""
    bad.send(b"half", first=0)


def _pings(bad: Socket) -> None:
    for _ in range(200):
        if not bad.transport.is_closing():
            bad.send(b"", PING)


def _wishes(bad: Socket) -> None:
    """To hear other boards."""
    for number in range(1_000):
        if not bad.transport.is_closing():
            bad.send(b'{"subscribe":"board:%d"}' % number)


def _push(audience: Audience) -> None:
    push.board_moved(audience.stream, next_number(audience.stream), topic_id=audience.topic.pk, post_id=1)


def _p95(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20)[-1], 1)
