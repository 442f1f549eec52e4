"""Scenarios 75 and 79 in a browser: the same times wherever the laptop thinks that it is, and answers without any script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages_of_meetings import WINTER
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
COMES = "denise-culshaw"


def test_75_from_another_time_zone_the_same_times_and_an_answer_that_can_be_changed(visitors: Visitors):
    page = visitors.browser(COMES, timezone_id="America/New_York", java_script_enabled=False)
    page.goto("/meetings/")
    page.get_by_role("link", name=WINTER).click()
    expect(page.get_by_text(re.compile(r"10:00–13:00 UK time")).first).to_be_visible()

    for button, heading in (("No", "You are not going"), ("Yes, online", "You are going, online")):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("link", name="https://meet.example/north-west-winter")).to_be_visible()

    page.get_by_role("link", name="Meetings in your own calendar").click()
    page.get_by_role("button", name="Make my address").click()
    expect(page.get_by_role("heading", name="Copy the address now")).to_be_visible()
    page.goto("/calendar/")
    expect(page.get_by_role("button", name="Make a new address")).to_be_visible()
