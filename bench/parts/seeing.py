"""From the commit of a post to the frame in another client, and to the line in another member's open page."""

import asyncio
import os
import shutil
import sys
import time
from functools import partial
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, sync_playwright

from accounts.refs import ref
from bench.parts.audience import Audience
from bench.parts.live_site import LiveSite
from bench.parts.processor import counted
from bench.parts.sockets import Socket, open_socket
from forum.actions.reply_to_topic import reply_to_topic
from forum.origin import Origin
from tests.browser.product import CHROMIUM_ARGUMENTS

PATIENCE_SECONDS, PAUSE_SECONDS = 15, 0.4
# The instant at which the line stands on the page, by the page's own clock, which is the machine's.
WATCH = """() => {
  window.seen = []
  const line = document.querySelector("[data-fresh]")
  new MutationObserver(() => { if (!line.hidden) window.seen.push(performance.timeOrigin + performance.now()) })
    .observe(line, { childList: true, attributes: true, subtree: true })
}"""


def post_to_seen(site: LiveSite, audience: Audience, posts: int) -> dict[str, Any]:
    with counted(site.pid("worker")) as worker, counted(site.pid("web")) as web:
        frames = asyncio.run(_to_the_frame(site, audience, posts))
    found = {
        "post_to_frame_p95_ms": _p95(frames), "post_to_seen_p95_ms": _p95(frames),
        "worker_cpu_ms_a_post": worker.each(posts), "web_cpu_ms_a_post": web.each(posts),
    }  # fmt: skip
    if browser := os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium"):
        found["post_to_seen_p95_ms"] = _p95(_to_the_page(site, audience, posts, browser))
    else:
        print("Chromium is not installed: the frame stands for the page.", file=sys.stderr)
    return found


def _p95(times: list[float]) -> float:
    return round(sorted(times)[max(0, round(0.95 * len(times)) - 1)], 1)


def _post(audience: Audience) -> float:
    """Answer the topic; returns the instant of the commit."""
    content = "We keep ours in the duty folder, and read it each spring."
    reply_to_topic(
        audience.author, audience.topic.pk, content=content, origin=Origin.web(), idempotency_key=uuid4().hex
    )
    return time.time()


async def _to_the_frame(site: LiveSite, audience: Audience, posts: int) -> list[float]:
    host, heard = f"127.0.0.1:{site.ports['web']}", asyncio.Queue[float]()

    def note(socket: Socket, text: str, at: float) -> None:
        if '"moved"' in text:
            heard.put_nowait(time.time())

    headers = {"Host": host, "Origin": f"http://{host}", "Cookie": audience.cookies[0]}
    socket = await open_socket(site.ports["web"], f"/live/?board={audience.board.pk}", headers, note)
    if socket is None:
        raise SystemExit("The socket was not let in.")
    await asyncio.sleep(2)
    times = []
    for _ in range(posts):
        committed = await asyncio.to_thread(partial(_post, audience))
        times.append((await asyncio.wait_for(heard.get(), PATIENCE_SECONDS) - committed) * 1000)
        await asyncio.sleep(PAUSE_SECONDS)
    socket.transport.abort()
    return times[1:]


def _to_the_page(site: LiveSite, audience: Audience, posts: int, browser: str) -> list[float]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    name, _, value = audience.cookies[1].partition("=")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=CHROMIUM_ARGUMENTS)
        context = chromium.new_context()
        context.add_cookies([{"name": name, "value": value, "url": site.site.url}])
        page = context.new_page()
        with page.expect_websocket() as opening:
            page.goto(f"{site.site.url}/topics/{ref('topic', audience.topic.pk)}/")
        opening.value.wait_for_event("framereceived")
        page.wait_for_timeout(2000)
        page.evaluate(WATCH)
        times = []
        for turn in range(posts):
            committed = _post(audience)
            times.append(_seen(page, turn) - committed * 1000)
            page.wait_for_timeout(PAUSE_SECONDS * 1000)
            page.evaluate("(turn) => { window.seen.length = turn + 1 }", turn)
        chromium.close()
    return times[1:]


def _seen(page: Page, turn: int) -> float:
    """Asked again and again: what waits within the page is forbidden by its own policy."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if at := page.evaluate("(turn) => window.seen[turn]", turn):
            return float(at)
        page.wait_for_timeout(20)
    raise SystemExit("The line did not appear on the page.")
