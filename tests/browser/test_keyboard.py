"""With the keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitors import Visitors, post_saying, start_topic

pytestmark = pytest.mark.browser

SHOWN = """() => {
  const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect()
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.width > 1 && box.height > 1 && box.left >= 0 && box.top >= 0 && box.bottom <= innerHeight + 1
}"""


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)


def tab_to(page: Page, wanted: Locator, *, most: int) -> None:
    """Press Tab until it is there, and see the focus at each stop on the way."""
    for _ in range(most):
        press(page, "Tab")
        assert page.evaluate(SHOWN)
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    expect(wanted).to_be_focused()


def test_scenario_99_from_the_top_of_a_topic_to_the_answer_and_posted_by_keyboard_alone(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    page.goto(start_topic(page, "north-west", "Only with keys?", "No mouse in this office."))

    press(page, "Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    assert page.evaluate(SHOWN)
    tabs = 0
    while tabs < 3 and not page.evaluate("document.activeElement.matches('a[href=\"#id_text\"]')"):
        press(page, "Tab")
        tabs += 1
        assert page.evaluate(SHOWN)
    press(page, "Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()

    page.keyboard.type("Tab, Enter, words, Tab, Enter.")
    tab_to(page, page.get_by_role("button", name="Post answer"), most=3)  # the toolbar and the files come between
    press(page, "Enter")
    expect(post_saying(page, "Tab, Enter, words, Tab, Enter.")).to_have_count(1)


def test_scenario_99_skip_link_leads_into_the_content(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    page.goto("/boards/north-west/")
    press(page, "Tab")
    press(page, "Enter")
    expect(page.get_by_role("main")).to_be_focused()
    press(page, "Tab")
    assert page.get_by_role("main").evaluate("(main) => main.contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/boards/north-west/", "/topics/new/", "/mail-settings/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_scenario_99_focus_is_seen_at_every_stop_of_the_page(visitors: Visitors, path: str, width: int):
    page = visitors.browser("rob-tyldesley", viewport={"width": width, "height": 800})
    page.goto(path)
    unseen, stops = [], 0
    for _ in range(80):
        press(page, "Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        if not page.evaluate(SHOWN):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    assert stops > 5
    assert unseen == []


def test_scenario_99_new_topic_by_keyboard_alone(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    page.goto("/topics/new/?board=north-west")
    page.get_by_role("radio", name="North West board").focus()
    press(page, "Tab")
    press(page, "ArrowRight")
    press(page, "Tab")
    expect(page.get_by_label("Title")).to_be_focused()
    tab_to(page, page.get_by_label("Text", exact=True), most=3)
    tab_to(page, page.locator("form.form button.primary"), most=12)
    press(page, "Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    press(page, "Tab")
    expect(page.get_by_role("alert").get_by_role("link").first).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Keys only, start to end?")
    tab_to(page, page.get_by_label("Text", exact=True), most=3)
    page.keyboard.type("That is how some of us work.")
    tab_to(page, page.locator("form.form button.primary"), most=12)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Keys only"))
