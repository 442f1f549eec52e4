"""Every page under axe: WCAG A and AA, wide and narrow, light and dark."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.pages import PAGES
from tests.browser.test_every_page import OVERFLOWING, SCAN, WCAG_A_AND_AA
from tests.browser.visitors import Visitors


def scan_every_page(people: Visitors, say: Callable[[str], None]) -> dict[str, Any]:
    """How many nodes of how many scans break a rule, and on how many pages something has to be scrolled sideways."""
    nodes = scans = sideways = 0
    for shown in PAGES:
        page = people.browser(shown.who)
        shown.arrive(page)
        page.evaluate(AXE_SCRIPT)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            sideways += bool(page.evaluate(OVERFLOWING))
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found = page.evaluate(SCAN, WCAG_A_AND_AA)
                scans += 1
                nodes += sum(len(one["nodes"]) for one in found)
                for one in found:
                    say(f"{shown.name}, {width} px, {scheme}: {one['id']}, {len(one['nodes'])} nodes")
        people.all_leave()
    return {"axe_nodes": nodes, "axe_scans": scans, "scrolls_sideways": sideways}
