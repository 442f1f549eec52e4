"""Each page, wide and narrow, light and dark: nothing that axe finds, nothing to scroll sideways, no error."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.arriving import Shown
from tests.browser.pages import PAGES, furnish
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

WCAG_A_AND_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What a colour scheme can change; the rest of the page is the same in both.
ABOUT_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCAN = "(rules) => axe.run({resultTypes: ['violations'], runOnly: rules}).then((found) => found.violations)"
OVERFLOWING = """() => {
  const wide = document.scrollingElement
  if (wide.scrollWidth <= innerWidth) return []
  return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 140)).slice(0, 8)
}"""


@pytest.fixture(scope="session")
def furnished(everybody: Visitors) -> Visitors:
    furnish(everybody)
    return everybody


@pytest.mark.parametrize("shown", PAGES, ids=str)
def test_page_holds_wide_and_narrow_light_and_dark(furnished: Visitors, visitors: Visitors, shown: Shown):
    page = visitors.browser(shown.who)
    shown.arrive(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    wrong = faults_of(page)
    assert wrong == [], "\n".join(wrong)


def test_scan_finds_what_is_put_wrong_in_each_width_and_scheme(visitors: Visitors):
    page = visitors.browser()
    page.goto("/about/")
    page.evaluate("""() => {
      const main = document.querySelector("main"), grey = document.createElement("p"), wide = document.createElement("p")
      grey.textContent = "neither on white nor on black"
      grey.style.color = "gray"
      grey.style.background = "darkgray"
      wide.textContent = "wider than any page"
      wide.style.minWidth = "2000px"
      main.append(grey, wide, document.createElement("input"))
    }""")

    assert [fault.split(": ")[:2] for fault in faults_of(page)] == [
        ["1280 px", "scrolls sideways"], ["1280 px, light", "color-contrast"], ["1280 px, light", "label"],
        ["1280 px, dark", "color-contrast"],
        ["320 px", "scrolls sideways"], ["320 px, light", "color-contrast"], ["320 px, light", "label"],
        ["320 px, dark", "color-contrast"],
    ]  # fmt: skip


def faults_of(page: Page) -> list[str]:
    """What is wrong with the open page, a line each: width, scheme, rule, node, what is wrong with it."""
    page.evaluate(AXE_SCRIPT)
    wrong: list[str] = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if cut := page.evaluate(OVERFLOWING):
            wrong.append(f"{width} px: scrolls sideways: {json.dumps(cut, indent=1)}")
        for scheme, rules in (("light", WCAG_A_AND_AA), ("dark", ABOUT_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            wrong += [
                f"{width} px, {scheme}: {found['id']}: {node['html'][:160]}: {' '.join(node['failureSummary'].split())[:300]}"
                for found in page.evaluate(SCAN, rules)
                for node in found["nodes"]
            ]
    return wrong
