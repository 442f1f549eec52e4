"""Rule 1 on the page: what looks like a child's details is held, mended or vouched for, and decided on, masked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import DETAILS
from tests.browser.visitors import Visitors, post_answer, post_saying, posts, start_topic

pytestmark = pytest.mark.browser


def test_scenario_45_held_post_is_vouched_for_decided_masked_and_released(visitors: Visitors):
    author = visitors.browser("wayne-dossor")
    topic = start_topic(
        author, "yorkshire-and-humber", "Emergency placements at night?", "Who answers the phone at two?"
    )
    post_answer(author, DETAILS)
    expect(author.get_by_role("heading", level=1)).to_have_text("Your post is held, and only you can see it")
    expect(author.get_by_role("main")).to_contain_text("NHS number")
    expect(author.get_by_role("main")).to_contain_text("date of birth")
    expect(author.get_by_label("Text")).to_have_value(DETAILS)

    reader, rep = visitors.browser("samina-zaheer"), visitors.browser("kathryn-ibbotson")
    reader.goto(topic)
    expect(posts(reader)).to_have_count(1)
    reader.goto("/search/?q=Oakshott")
    expect(reader.get_by_text("No post that you can read")).to_be_visible()
    rep.goto("/moderation/")
    expect(rep.get_by_role("heading", name="Wayne Dossor is looking at it again")).to_be_visible()
    expect(rep.get_by_role("main")).not_to_contain_text("Kieran")

    author.get_by_role("button", name="No child is described here").click()
    expect(author.get_by_role("heading", level=1)).to_have_text("Your post waits for the representative")

    rep.reload()
    rep.get_by_role("link", name="Wayne Dossor asks you to decide").click()
    masked = rep.get_by_role("main")
    expect(masked).to_contain_text("Has anybody placed such a child?")
    for detail in ("Kieran", "Oakshott", "14/03/2011", "999 123 4563", "4563"):
        expect(masked).not_to_contain_text(detail)
    assert "Kieran" not in rep.content()
    rep.get_by_role("button", name="Post it").click()

    expect(rep.get_by_role("heading", level=1)).to_have_text("Moderation")
    reader.goto(topic)
    expect(posts(reader)).to_have_count(2)
    expect(posts(reader).last).to_contain_text("Kieran Oakshott")
    author.goto("/")
    expect(author.get_by_role("link", name="A post of yours is held")).to_have_count(0)


def test_scenario_69_returned_post_shows_the_reason_and_the_text_and_posts_when_mended(visitors: Visitors):
    author, rep = visitors.browser("lindsey-borrill"), visitors.browser("kathryn-ibbotson")
    topic = start_topic(author, "yorkshire-and-humber", "Long waits for assessments?", "Ours are at nineteen weeks.")
    post_answer(author, DETAILS)
    author.get_by_role("button", name="No child is described here").click()
    held = author.url
    rep.goto("/")
    rep.get_by_role("link", name="A post waits for your decision, Yorkshire and Humber board").last.click()
    rep.get_by_role("button", name="Return it to the author").click()
    expect(rep.get_by_role("alert")).to_be_focused()
    rep.get_by_label(re.compile("why do you return it")).fill("The date of birth points to one child.")
    rep.get_by_role("button", name="Return it to the author").click()
    expect(rep.get_by_role("heading", level=1)).to_have_text("Moderation")

    author.goto("/")
    author.get_by_role("link", name="A post of yours is held or came back to you").click()
    assert author.url == held
    expect(author.get_by_role("main")).to_contain_text("The date of birth points to one child.")
    expect(author.get_by_label("Text")).to_have_value(DETAILS)
    author.get_by_label("Text").fill("We spoke of a boy of fifteen. Has anybody placed such a child?")
    author.get_by_role("button", name="Post the changed text").click()

    expect(post_saying(author, "a boy of fifteen")).to_have_count(1)
    assert topic in author.url
