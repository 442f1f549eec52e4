"""Opening pages as a browser does that has never been here, and as one that has."""

import statistics
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.browser.product import LONG_TOPIC
from tests.browser.visitors import Visitors

KB = 1000
# A phone of some years ago on a poor line: what is emulated is said in bench/README.md.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
CPU_SLOWER = 4
PHONE = {"width": 360, "height": 740}
ZOOM = "/user-scalable|maximum-scale/.test(document.querySelector('[name=viewport]').content)"
TIMES = """() => new Promise((done) => {
  let shift = 0
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) shift += one.value
  }).observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    load: performance.getEntriesByType("navigation")[0].loadEventEnd, shift,
  }), 300)
})"""


class Wire:
    """What crosses the wire for a page until its load event, by kind of thing."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        self.cached: set[str] = set()
        self.session.on("Network.responseReceived", self._begun)
        self.session.on("Network.requestServedFromCache", lambda told: self.cached.add(told["requestId"]))
        self.session.on("Network.loadingFinished", self._done)
        self.session.send("Network.enable")

    def _begun(self, told: dict[str, Any]) -> None:
        self.kinds[told["requestId"]] = told["type"]
        if told["response"].get("fromDiskCache") or told["response"].get("fromPrefetchCache"):
            self.cached.add(told["requestId"])

    def _done(self, told: dict[str, Any]) -> None:
        self.bytes[told["requestId"]] = int(told["encodedDataLength"])

    def crossed(self) -> dict[str, int]:
        """Request → bytes, of what the page is made of and the browser's own cache did not have."""
        made_of = {one for one, kind in self.kinds.items() if kind != "Fetch"} - self.cached
        return {one: size for one, size in self.bytes.items() if one in made_of}

    def of_kind(self, kind: str) -> float:
        return sum(size for one, size in self.bytes.items() if self.kinds.get(one) == kind) / KB


def main_places(people: Visitors, who: str) -> dict[str, str]:
    """The pages that members see most. The topic is the demo's longest."""
    page = people.browser(who)
    page.goto("/boards/south-west/")
    page.get_by_role("main").get_by_role("link", name=LONG_TOPIC).first.click()
    page.wait_for_url("**/topics/**")
    topic = page.url.partition("?")[0].partition("#")[0].removeprefix(people.site.url)
    page.context.close()
    return {
        "home": "/", "boards": "/boards/", "board": "/boards/south-west/", "topic": f"{topic}?page=1",
        "search": "/search/?q=children", "notifications": "/notifications/",
    }  # fmt: skip


def weigh(people: Visitors, who: str, path: str) -> dict[str, Any]:
    """Bytes and requests of a first visit, and of a second one, to another page having been between."""
    page = people.browser(who)
    wire = Wire(page)
    page.goto(path, wait_until="load")
    first = wire.crossed()
    found: dict[str, Any] = {
        "first_visit_kb": sum(first.values()) / KB, "first_visit_requests": len(first),
        "script_kb": wire.of_kind("Script"), "style_kb": wire.of_kind("Stylesheet"),
        "html_kb": len(page.content().encode()) / KB,
        "dom_nodes": page.evaluate("document.getElementsByTagName('*').length"),
        "zoom_forbidden": page.evaluate(ZOOM),
    }  # fmt: skip
    page.goto("/about/", wait_until="load")
    again = Wire(page)
    page.goto(path, wait_until="load")
    second = again.crossed()
    page.context.close()
    return found | {"second_visit_kb": sum(second.values()) / KB, "second_visit_requests": len(second)}


def on_a_slow_phone(people: Visitors, who: str, path: str, rounds: int) -> dict[str, Any]:
    """Medians of cold visits: first paint and load; the worst shift of the layout."""
    times = []
    for _ in range(rounds):
        page = people.browser(who, viewport=PHONE, is_mobile=True, has_touch=True)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
        page.goto(path, wait_until="load")
        times.append(page.evaluate(TIMES))
        page.context.close()
    return {
        "first_paint_ms": round(statistics.median(one["paint"] for one in times)),
        "load_ms": round(statistics.median(one["load"] for one in times)),
        "layout_shift": max(float(one["shift"]) for one in times),
    }
