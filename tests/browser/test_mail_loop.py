"""A topic travels by mail and back, all through pages: `/dev/mail/` sends answers through the real listener."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitors import (
    Visitors,
    answer_by_mail,
    line,
    post_saying,
    posts,
    start_topic,
)

pytestmark = pytest.mark.browser


def test_answer_by_mail_appears_live_as_the_members_own_without_the_quoted_text(visitors: Visitors):
    author = visitors.browser("rob-tyldesley")
    start_topic(author, "north-west", "How long do you keep panel papers?", "Our retention schedule says six years.")
    letter = visitors.letter("helen-postlethwaite", "How long do you keep panel papers?")
    expect(letter).to_contain_text("Our retention schedule says six years.")

    answer_by_mail(letter, "We shred them after three.\n\nLegal agreed.")

    line(author, "1 new answer, show").click()
    answer = post_saying(author, "We shred them after three.")
    expect(answer).to_be_focused()
    expect(answer).to_have_accessible_name("Post 2, Helen Postlethwaite")
    expect(answer).to_contain_text("by email")
    expect(answer).to_contain_text("Legal agreed.")
    quoted = answer.get_by_text("Our retention schedule says six years.")
    expect(quoted).to_be_hidden()
    answer.get_by_text("Signature and quoted mail, folded").click()
    expect(quoted).to_be_visible()
    # And on to the others, the author too.
    back = visitors.letter("rob-tyldesley", "Re: [North West] How long do you keep panel papers?")
    expect(back).to_contain_text("We shred them after three.")
    on = visitors.letter("ishaq-bhamji", "Re: [North West] How long do you keep panel papers?")
    expect(on).to_contain_text("Helen Postlethwaite")


def held_mail_of(visitors: Visitors, title: str) -> tuple[Page, str]:
    """Helen forwarded a letter, and somebody else answered it; her page of it, and the topic's path."""
    topic = start_topic(visitors.browser("rob-tyldesley"), "north-west", title, "Asking for a colleague.")
    letter = visitors.letter("helen-postlethwaite", title)
    answer_by_mail(letter, "I only got this forwarded, but yes.", sender="clare.nobody@elsewhere.example")
    asked: Locator = visitors.letter("helen-postlethwaite", "Was this you?", saying=title)
    found = re.search(r"http\S+(/held-mail/\w+/)", asked.inner_text())
    assert found
    page = visitors.browser("helen-postlethwaite")
    page.goto(topic)
    expect(posts(page)).to_have_count(1)
    page.goto(found.group(1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Was this you?")
    expect(page.get_by_role("main")).to_contain_text("clare.nobody@elsewhere.example")
    expect(page.get_by_label("What would be posted")).to_have_value("I only got this forwarded, but yes.")
    return page, topic


def test_scenario_36_mail_from_another_address_is_not_posted_and_the_member_says_no(visitors: Visitors):
    page, topic = held_mail_of(visitors, "Does anyone rent rooms for panels?")

    page.get_by_role("button", name="No, do not post it").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Helen")
    page.goto(topic)
    expect(posts(page)).to_have_count(1)
    stranger = visitors.mailbox("clare.nobody@elsewhere.example")
    expect(stranger.get_by_role("heading", name="Your mail was not posted")).to_have_count(1)
    expect(stranger.get_by_role("main")).to_contain_text("would like to join")


def test_scenario_36_member_whose_second_address_it_was_posts_it_from_the_page(visitors: Visitors):
    page, topic = held_mail_of(visitors, "Does anyone lend out a minibus?")

    page.get_by_label("What would be posted").fill("It was me, from home: yes, we do.")
    page.get_by_role("button", name="Yes, post it as mine").click()

    expect(post_saying(page, "It was me, from home: yes, we do.")).to_have_count(1)
    expect(posts(page)).to_have_count(2)
    expect(posts(page).last).to_have_accessible_name("Post 2, Helen Postlethwaite")
    assert topic in page.url


def test_scenario_57_opening_the_stop_address_stops_nothing_and_pressing_does(visitors: Visitors):
    start_topic(visitors.browser("gurdeep-mahal"), "south-east", "Interpreter costs?", "Ours have doubled.")
    letter = visitors.letter("martin-attrill", "Interpreter costs?")
    letter.get_by_text("Headers", exact=True).click()
    found = re.search(r"https?://[^>\s]+(/stop/[^>\s]+)", letter.inner_text())
    assert found
    stranger = visitors.browser()
    stranger.goto(found.group(1))
    member = visitors.browser("martin-attrill")
    member.goto("/mail-settings/")
    board = member.get_by_role("listitem").filter(has=member.get_by_role("heading", name="South East board"))
    expect(board).to_contain_text("An email for each post")

    stranger.get_by_role("button", name="Stop email from South East board").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("No more email from South East board")
    member.reload()
    expect(board).not_to_contain_text("An email for each post")
    expect(board.get_by_label("Mail from South East board")).to_have_value("nothing")


def test_html_part_of_a_letter_opens_alone_and_runs_nothing(visitors: Visitors):
    start_topic(visitors.browser("rob-tyldesley"), "north-west", "Bank holiday cover?", "Who does what <b>where</b>?")
    letter = visitors.letter("helen-postlethwaite", "Bank holiday cover?")
    with letter.page.context.expect_page() as opening:
        letter.get_by_role("link", name="Its HTML part").click()

    expect(opening.value.get_by_role("paragraph").filter(has_text="Who does what <b>where</b>?")).to_be_visible()
