"""What members feel in a browser: bytes, first paint, axe, targets, Tabs, what works without script."""

# ruff: noqa: PLC0415  # the browser is looked for when the measuring begins, so that --help needs none

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

READER = "tim-allpress"  # of the South West, whose board has the demo's longest topic
GOALS = {
    "axe_nodes": "0", "first_visit_kb": "≤ 60", "first_visit_requests": "≤ 6", "second_visit_kb": "≤ 40",
    "second_visit_requests": "1", "script_kb": "≤ 30", "style_kb": "≤ 15", "first_paint_ms": "≤ 1200",
    "load_ms": "≤ 1500", "layout_shift": "≤ 0.01", "dom_nodes": "≤ 550", "html_kb": "≤ 35", "smallest_target": "≥ 24",
    "smallest_main_target": "≥ 44", "tabs_to_answer": "≤ 3", "focus_seen_percent": "100", "keyboard_leaves": "True",
    "first_row_wide": "≤ 120", "first_row_narrow": "≤ 120", "zoom_forbidden": "False",
    "without_script": "reads, searches, posts",
}  # fmt: skip


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as data:
        found = _measure(Path(data), options)
    _print(found)
    if options.json:
        print(json.dumps(found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench experience", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="cold visits of each page on the slow phone (5)")
    parser.add_argument("--no-axe", action="store_true", help="leave out the scan of every page (some minutes)")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return parser.parse_args()


def _measure(data: Path, options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """`pages`: the figures of each main page; `site`: those of the whole site."""
    from playwright.sync_api import sync_playwright

    from bench.parts import hands, looks, visits
    from tests.browser.pages import furnish
    from tests.browser.product import CHROMIUM_ARGUMENTS, chromium, demo_site
    from tests.browser.visitors import Visitors

    with demo_site(data) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        people = Visitors(browser, site)
        furnish(people)
        places = visits.main_places(people, READER)
        pages: dict[str, Any] = {}
        for name, path in places.items():
            _say(name)
            pages[name] = visits.weigh(people, READER, path) | visits.on_a_slow_phone(
                people, READER, path, options.rounds
            )
            pages[name] |= hands.reach(people, READER, path)
        whole = hands.by_keyboard(people, READER, places["topic"]) | hands.without_script(
            people, READER, places["topic"]
        )
        if not options.no_axe:
            whole |= looks.scan_every_page(people, _say)
        browser.close()
    return {"site": whole, "pages": pages}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _print(found: dict[str, dict[str, Any]]) -> None:
    pages = found["pages"]
    figures = list(next(iter(pages.values())))
    print(f"\n{'':24}" + "".join(f"{name:>12}" for name in pages) + f"{'goal':>12}")
    for figure in figures:
        row = "".join(f"{_short(one.get(figure)):>12}" for one in pages.values())
        print(f"{figure:24}{row}{GOALS.get(figure, ''):>12}")
    print()
    for figure, value in found["site"].items():
        print(f"{figure:24}{_short(value):>12}   goal {GOALS.get(figure, '')}")
    print()


def _short(value: Any) -> str:
    if value is None:
        return "–"
    return (
        f"{value:.3g}"
        if isinstance(value, float) and value < 1
        else f"{value:.1f}"
        if isinstance(value, float)
        else str(value)
    )


if __name__ == "__main__":
    main()
