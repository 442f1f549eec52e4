"""Faults F6 and F7: three hundred open pages on two web processes, while Redis and both of these are killed.

Every page is served by any process, without a sticky session. Each holds at the end every number of its board, once.
"""

import asyncio
import time
from functools import partial

import pytest

from bench.parts.open_page import OpenPage
from tests.faults.conftest import MakeSite, OwnRedis
from tests.faults.harness import Site, first_sayings, free_port
from tests.faults.visitors import Browser

pytestmark = [pytest.mark.faults, pytest.mark.services]
PAGES, PATIENCE_SECONDS = 300, 60  # the patience of a busy machine: alone it takes a tenth


def test_faults_f6_and_f7_no_open_page_misses_a_number_or_hears_one_twice(make_procfile: MakeSite, own_redis: OwnRedis):
    site = make_procfile(own_redis.url)
    web, other = site.web_port, free_port()
    site.commands["other web"] = site.commands["web"].replace("${PORT:-8000}", str(other))
    site.start("web", "worker")
    site.launch("other web")

    asyncio.run(_through_kills(site, own_redis, [web, other]))


async def _through_kills(site: Site, redis: OwnRedis, ports: list[int]) -> None:
    pages = [_page(site, ports, turn) for turn in range(PAGES)]
    stays = [asyncio.create_task(page.stay()) for page in pages]
    await _until(lambda: all(page.held == 1 for page in pages), within=PATIENCE_SECONDS)
    words = iter(first_sayings(6))
    post = partial(_post, site, words)

    await post()
    await _until(lambda: all(page.held == 2 for page in pages), within=PATIENCE_SECONDS)
    redis.kill()
    await post()
    redis.start()
    await post()
    after_redis = await _until(lambda: all(page.held == 4 for page in pages), within=PATIENCE_SECONDS)

    site.kill("web", "other web")
    began = time.monotonic()
    site.launch("web", "other web")
    await asyncio.to_thread(site.wait_for_doors, "web")
    back = time.monotonic() - began
    await post()
    after_web = await _until(lambda: all(page.held == 5 for page in pages), within=PATIENCE_SECONDS)

    for page in pages:
        page.leave()
    await asyncio.gather(*stays)
    assert [dict(page.applied) for page in pages] == [{2: 1, 3: 1, 4: 1, 5: 1}] * PAGES
    assert sum(page.told_twice for page in pages) == 0
    print(f"{after_redis:.1f} s after Redis, {after_web:.1f} s after the web processes were back (in {back:.1f} s)")


def _page(site: Site, ports: list[int], turn: int) -> OpenPage:
    """Five pages of each of sixty members."""
    browser = Browser(site, site.people.many[turn % len(site.people.many)])
    return OpenPage(f"board:{site.people.large_board}", browser.headers, ports)


async def _post(site: Site, words) -> None:
    assert await asyncio.to_thread(Browser(site, site.people.author).posts, site.people.large_topic, next(words))


async def _until(question, *, within: float) -> float:
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < within, f"not within {within} s"
        await asyncio.sleep(0.02)
    return time.monotonic() - began
