"""Many open pages on two web processes behind one Redis, while all three are killed: is a post missed, or told twice?

The pages stick to no process. Posts go on all the while, so that there is something to miss.
"""

import asyncio
import time
from typing import Any
from uuid import uuid4

from bench.parts.audience import Audience
from bench.parts.live_site import LiveSite
from bench.parts.open_page import OpenPage
from forum.actions.reply_to_topic import reply_to_topic
from forum.origin import Origin
from outbox.record import newest_numbers

PAUSE_SECONDS, AWAY_SECONDS, CAUGHT_UP_SECONDS = 1.0, 3, 90


async def through_kills(site: LiveSite, audience: Audience, number: int) -> dict[str, Any]:
    ports = list(site.ports.values())
    host = f"127.0.0.1:{ports[0]}"  # what the proxy in front of both would be called
    headers = {"Host": host, "Origin": f"http://{host}"}
    pages = [OpenPage(audience.stream, headers | {"Cookie": cookie}, ports) for cookie in audience.cookies[:number]]
    stays = [asyncio.create_task(page.stay()) for page in pages]
    await _until(lambda: all(page.held is not None for page in pages), "have opened")
    before = await asyncio.to_thread(newest_numbers, [audience.stream])
    writing = asyncio.create_task(_write(audience))
    await asyncio.sleep(1)

    site.redis.kill()
    await asyncio.sleep(AWAY_SECONDS)
    await asyncio.to_thread(site.redis.start)
    after_redis = await _caught_up(audience, pages)
    after_web = 0.0
    for name in site.ports:
        site.site.kill(name)
        await asyncio.to_thread(site.site.start, name)
        after_web = max(after_web, await _caught_up(audience, pages))

    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await _caught_up(audience, pages)
    newest = await asyncio.to_thread(newest_numbers, [audience.stream])
    numbers = range(before[audience.stream] + 1, newest[audience.stream] + 1)
    for page in pages:
        page.leave()
    await asyncio.gather(*stays)
    return {
        "posts_meanwhile": len(numbers), "caught_up_redis_s": after_redis, "caught_up_web_s": after_web,
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


async def _caught_up(audience: Audience, pages: list[OpenPage]) -> float:
    """How long until every page holds what was newest when this was asked."""
    newest = (await asyncio.to_thread(newest_numbers, [audience.stream]))[audience.stream]
    return await _until(lambda: all((page.held or 0) >= newest for page in pages), "have caught up")


async def _until(question: Any, what: str) -> float:
    began = time.monotonic()
    while not question():
        if time.monotonic() - began > CAUGHT_UP_SECONDS:
            raise SystemExit(f"Not within {CAUGHT_UP_SECONDS} s: not all pages {what}.")
        await asyncio.sleep(0.02)
    return round(time.monotonic() - began, 1)
