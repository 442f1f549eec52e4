"""Many open pages on two web processes behind one Redis, while all three are killed: is a post missed, or told twice?

The pages stick to no process. Posts go on all the while, so that there is something to miss.
"""

import asyncio
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from bench.parts.audience import Audience
from bench.parts.live_site import LiveSite
from bench.parts.open_page import OpenPage
from forum.actions.reply_to_topic import reply_to_topic
from forum.origin import Origin
from outbox.record import newest_numbers
from tests.faults.harness import until

PAUSE_SECONDS, AWAY_SECONDS, STEP_SECONDS, SAY_SECONDS = 1.0, 3, 90, 5


async def through_kills(site: LiveSite, audience: Audience, number: int) -> dict[str, Any]:
    """No step takes longer than ninety seconds: one that is late is named, and counts as null; the next begins."""
    ports = list(site.ports.values())
    host = f"127.0.0.1:{ports[0]}"  # what the proxy in front of both would be called
    headers = {"Host": host, "Origin": f"http://{host}"}
    pages = [OpenPage(audience.stream, headers | {"Cookie": cookie}, ports) for cookie in audience.cookies[:number]]
    await _doors(ports)
    stays = [asyncio.create_task(page.stay()) for page in pages]
    opened = await _until(lambda: sum(page.held is not None for page in pages), len(pages), "opened")
    before = await asyncio.to_thread(newest_numbers, [audience.stream])
    writing = asyncio.create_task(_write(audience))
    await asyncio.sleep(1)

    site.redis.kill()
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(site.redis.start)
    after_redis = await _caught_up(audience, pages, "caught up after Redis")
    after_web = list[float | None]()
    for name in site.ports:
        site.site.kill(name)
        await asyncio.to_thread(site.site.start, name)
        await _doors([site.ports[name]])
        after_web.append(await _caught_up(audience, pages, f"caught up after {name}"))

    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    at_rest = await _caught_up(audience, pages, "hold all, at rest")
    newest = await asyncio.to_thread(newest_numbers, [audience.stream])
    numbers = range(before[audience.stream] + 1, newest[audience.stream] + 1)
    for page in pages:
        page.leave()
    await asyncio.gather(*stays)
    return {
        "posts_meanwhile": len(numbers), "opened_s": opened, "caught_up_redis_s": after_redis,
        "caught_up_web_s": None if None in after_web else max(one or 0 for one in after_web), "at_rest_s": at_rest,
        "gaps": sum(number not in page.applied for page in pages for number in numbers),
        "duplicates": sum(page.told_twice + sum(times - 1 for times in page.applied.values()) for page in pages),
    }  # fmt: skip


async def _write(audience: Audience) -> None:
    while True:
        await asyncio.to_thread(
            reply_to_topic, audience.author, audience.topic.pk, content="Each spring, and when the law changes.",
            origin=Origin.web(), idempotency_key=uuid4().hex,
        )  # fmt: skip
        await asyncio.sleep(PAUSE_SECONDS)


async def _doors(ports: list[int]) -> None:
    """From here on the processes are there: a proxy would send nobody to one that is not."""
    for port in ports:
        await asyncio.to_thread(until, partial(_listens, port), what=f"port {port} is open", within=STEP_SECONDS)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def _caught_up(audience: Audience, pages: list[OpenPage], what: str) -> float | None:
    """How long until every page holds what was newest when this was asked."""
    newest = (await asyncio.to_thread(newest_numbers, [audience.stream]))[audience.stream]
    return await _until(lambda: sum((page.held or 0) >= newest for page in pages), len(pages), what)


async def _until(count: Callable[[], int], number: int, what: str) -> float | None:
    """Says every few seconds how many there are so far. None: it was late."""
    began = said = time.monotonic()
    while (so_far := count()) < number:
        now = time.monotonic()
        if now - began > STEP_SECONDS:
            print(f"  LATE: after {STEP_SECONDS} s only {so_far} of {number} pages {what}", file=sys.stderr, flush=True)
            return None
        if now - said > SAY_SECONDS:
            said = now
            print(f"  {now - began:3.0f} s: {so_far} of {number} pages {what}", file=sys.stderr, flush=True)
        await asyncio.sleep(0.02)
    took = round(time.monotonic() - began, 1)
    print(f"  {took:.1f} s: all {number} pages {what}", file=sys.stderr, flush=True)
    return took
