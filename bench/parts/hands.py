"""What hands find: how large targets are, how far it is to the answer box, what works without script."""

import sys
from typing import Any

from playwright.sync_api import Page

from tests.browser.test_keyboard import SHOWN
from tests.browser.visitors import Visitors, post_answer, post_saying

MOST_STOPS, LEAST, LEAST_OF_MAIN = 250, 24, 44
# A link within a sentence is as high as its line: WCAG leaves it out. A link that covers its row counts as the row, a
# box with a label as both together.
TARGETS = """(mains) => {
  const sizes = { all: 999, main: 999, where: "", whereMain: "" }
  const rect = (one, around) => (one.closest(around) ?? one).getBoundingClientRect()
  const box = (one) => {
    if (getComputedStyle(one, "::after").position === "absolute") return rect(one, "li, article, tr")
    return one.matches("[type=checkbox], [type=radio]") ? rect(one, ".choice, label") : one.getBoundingClientRect()
  }
  const said = (node) => node.nodeType === 3 && node.textContent.trim().length > 1
  const inSentence = (one) =>
    getComputedStyle(one).display === "inline" && [...one.parentElement.childNodes].some(said)
  const seen = (one, at) =>
    at.width && at.height && at.right >= 0 && one.checkVisibility({ visibilityProperty: true })
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary"
  for (const one of document.querySelectorAll(pressed)) {
    const at = box(one)
    if (!seen(one, at) || one.closest(".text, .prose") || inSentence(one)) continue
    const size = Math.round(Math.min(at.width, at.height) * 10) / 10, name = one.outerHTML.slice(0, 90)
    if (size < sizes.all) [sizes.all, sizes.where] = [size, name]
    if (one.matches(mains) && size < sizes.main) [sizes.main, sizes.whereMain] = [size, name]
  }
  return sizes
}"""
MAINS = (
    ".btn.primary, .bottom a, textarea, .top a, .rows h2 a, .rows h3 a, .rail .nets:not(.small) > li > a, "
    "form.answer button, input[type=search]"
)
FIRST_ROW = """() => {
  const row = document.querySelector("main .rows > li, main .needs li")
  const top = (one) => one.getBoundingClientRect().top
  return row ? Math.round(top(row) - top(document.querySelector("main"))) : null
}"""


def reach(people: Visitors, who: str, path: str) -> dict[str, Any]:
    """The smallest targets of both widths, and how far the first row is from the top of the content."""
    page = people.browser(who)
    page.goto(path)
    found: dict[str, Any] = {"smallest_target": 999.0, "smallest_main_target": 999.0}
    for name, width in (("wide", 1280), ("narrow", 320)):
        page.set_viewport_size({"width": width, "height": 800})
        sizes = page.evaluate(TARGETS, MAINS)
        found["smallest_target"] = min(found["smallest_target"], float(sizes["all"]))
        found["smallest_main_target"] = min(found["smallest_main_target"], float(sizes["main"]))
        found[f"first_row_{name}"] = page.evaluate(FIRST_ROW)
        if sizes["all"] < LEAST or sizes["main"] < LEAST_OF_MAIN:
            print(
                f"{path} at {width} px: {sizes['all']} {sizes['where']}; {sizes['main']} {sizes['whereMain']}",
                file=sys.stderr,
            )
    page.context.close()
    return found


def by_keyboard(people: Visitors, who: str, path: str) -> dict[str, Any]:
    """Tabs and Enter to the answer box; then every stop of the page: is the focus seen, and does one come out again?"""
    page = people.browser(who)
    page.goto(path)
    tabs = 0
    while tabs < MOST_STOPS and not page.evaluate("document.activeElement.matches('a[href=\"#id_text\"]')"):
        page.keyboard.press("Tab")
        tabs += 1
    page.keyboard.press("Enter")
    reached = page.evaluate("document.activeElement.id === 'id_text'")
    page.goto(path)
    seen, stops = _stops(page)
    page.context.close()
    return {
        "tabs_to_answer": tabs if reached else MOST_STOPS, "focus_stops": stops,
        "focus_seen_percent": round(100 * seen / max(stops, 1)), "keyboard_leaves": stops < MOST_STOPS,
    }  # fmt: skip


def _stops(page: Page) -> tuple[int, int]:
    seen = stops = 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        seen += bool(page.evaluate(SHOWN))
    return seen, stops


def without_script(people: Visitors, who: str, path: str) -> dict[str, Any]:
    """A browser that runs no script reads, searches and posts."""
    page = people.browser(who, java_script_enabled=False)
    page.goto(path)
    works = ["reads"] if page.get_by_role("article").count() else []
    page.goto("/search/?q=children")
    works += ["searches"] if page.locator("main .rows li").count() else []
    page.goto(path)
    post_answer(page, "Posted without any script.")
    works += ["posts"] if post_saying(page, "Posted without any script.").count() else []
    page.context.close()
    return {"without_script": ", ".join(works)}
