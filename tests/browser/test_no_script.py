"""Scenario 100: the journeys with JavaScript off."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import (
    Visitors,
    expect_unread,
    post_answer,
    post_saying,
    posts,
    reload_until,
    start_topic,
    unread,
)

pytestmark = pytest.mark.browser


def without_script(visitors: Visitors, key: str) -> Page:
    return visitors.browser(key, java_script_enabled=False)


def test_scenario_100_signing_in_and_out(visitors: Visitors):
    page = visitors.browser(java_script_enabled=False)
    visitors.sign_in(page, "kathryn-ibbotson")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kathryn")

    page.get_by_role("button", name="Sign out, Kathryn").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_scenario_100_reading_answering_and_starting_a_topic(visitors: Visitors):
    page = without_script(visitors, "rob-tyldesley")
    page.goto("/")
    page.get_by_role("link", name="North West").first.click()
    page.get_by_role("link", name="Prevention and diversion assessment tool").click()
    expect(posts(page).first).to_contain_text("Ishaq Bhamji")
    post_answer(page, "Fifty minutes here, on a good day.")
    expect(post_saying(page, "Fifty minutes here, on a good day.")).to_have_count(1)

    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Write something first")

    start_topic(page, "north-west", "Written with no script at all?", "It should simply work.")
    expect(posts(page)).to_have_count(1)


def test_scenario_100_new_topic_with_a_missing_title_keeps_the_text_and_says_what_is_wrong(visitors: Visitors):
    page = without_script(visitors, "rob-tyldesley")
    page.goto("/topics/new/?board=north-west")
    page.get_by_label("Text", exact=True).fill("A text without a title.")
    page.get_by_role("button", name="Post topic").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("Give the topic a title")
    expect(page.get_by_label("Text", exact=True)).to_have_value("A text without a title.")
    expect(page.get_by_role("radio", name="North West board")).to_be_checked()


def test_scenario_100_searching_from_the_top_of_any_page(visitors: Visitors):
    page = without_script(visitors, "rob-tyldesley")
    page.goto("/boards/north-west/")
    page.get_by_label("Search every board that you can read").fill("timetable")
    page.keyboard.press("Enter")

    page.get_by_role("main").get_by_role("link", name="Reduced timetables").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reduced timetables")


def test_scenario_100_following_and_unfollowing_a_topic_and_a_board(visitors: Visitors):
    page = without_script(visitors, "laura-wickens")
    page.goto("/boards/south-east/")
    page.get_by_role("button", name="Stop these emails").click()
    page.get_by_role("button", name="Email me each post").click()
    expect(page.get_by_role("button", name="Stop these emails")).to_be_visible()

    page.get_by_role("link", name="Health secondment ending").click()
    stop, follow = (page.get_by_role("button", name=name) for name in ("Stop these emails", "Email me each answer"))
    expect(stop.or_(follow)).to_be_visible()
    if stop.count():
        stop.click()
    follow.click()
    stop.click()
    expect(follow).to_be_visible()


def test_scenario_100_notifications_are_read_one_by_one_and_all_at_once(visitors: Visitors):
    page = without_script(visitors, "philippa-ockenden")
    page.goto("/notifications/")
    told = unread(page)
    writer = visitors.browser("gurdeep-mahal")
    for title in ("Who pays for appropriate adults?", "Who trains them?"):
        start_topic(writer, "south-east", title, "Asking each of you.")
    reload_until(page, lambda: unread(page) == told + 2, what="two more at the bell")

    page.get_by_role("main").get_by_role("link", name="Who trains them?").click()
    reload_until(page, lambda: unread(page) == told + 1, what="one of them read")
    page.get_by_role("link", name=re.compile("unread notification")).first.click()
    page.get_by_role("button", name="Mark all as read").click()
    expect_unread(page, 0)
