"""The door: a code by mail, no password; and what is left in the browser after leaving."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import Visitors, letter_in, post_answer, post_saying, start_topic

pytestmark = pytest.mark.browser


def test_scenario_1_code_from_the_mail_signs_in_with_no_password(visitors: Visitors):
    page = visitors.browser()
    page.goto("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Your work email address").fill("samina.zaheer@kirklees.council.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code from your email")
    assert page.locator("input[type=password]").count() == 0

    page.keyboard.press("Tab")
    page.get_by_label("Six-digit code").fill(visitors.code_mailed_to("samina.zaheer@kirklees.council.example"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Good (morning|afternoon|evening), Samina"))


def test_scenario_2_scanner_that_opens_every_link_twice_spends_nothing(visitors: Visitors):
    page, address = visitors.browser(), "wayne.dossor@hull.council.example"
    page.goto("/sign-in/")
    page.get_by_label("Your work email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    code = visitors.code_mailed_to(address)

    letter = letter_in(visitors.mailbox(address), f"{code} is your code").inner_text()
    scanner = visitors.browser()
    for link in re.findall(r"https?://[^\s>]+", letter) * 2:
        scanner.goto(link)

    page.get_by_label("Six-digit code").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wayne")


def test_wrong_code_says_so_beside_the_field_and_the_right_one_still_works(visitors: Visitors):
    page, address = visitors.browser(), "lindsey.borrill@north-east-lincolnshire.council.example"
    page.goto("/sign-in/")
    page.get_by_label("Your work email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    code = visitors.code_mailed_to(address)
    page.get_by_label("Six-digit code").fill("000000" if code != "000000" else "111111")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Six-digit code")).to_have_accessible_description(re.compile("Error"))

    page.get_by_label("Six-digit code").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lindsey")


def test_scenario_6_text_written_in_an_ended_session_is_back_after_signing_in_and_posts_once(visitors: Visitors):
    page = visitors.browser("wayne-dossor")
    start_topic(page, "yorkshire-and-humber", "Who covers your court duty in August?", "We are three people short.")
    page.get_by_label("Your answer").fill("I wrote this while the session ended.")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Post answer").click()
    visitors.sign_in_here(page, "wayne-dossor")

    expect(page.get_by_label("Your answer")).to_have_value("I wrote this while the session ended.")
    page.get_by_role("button", name="Post answer").click()
    expect(post_saying(page, "I wrote this while the session ended.")).to_have_count(1)


def test_back_after_signing_out_shows_no_page_of_a_member(visitors: Visitors):
    page = visitors.browser()
    visitors.sign_in(page, "joel-appleyard")
    page.goto("/boards/yorkshire-and-humber/")
    page.get_by_role("link", name="Independent members for our out-of-court scrutiny panel?").click()
    expect(page.get_by_role("article").first).to_be_visible()
    page.get_by_role("button", name="Sign out, Joel").first.click()
    expect(page.get_by_role("main").get_by_role("link", name="Sign in").first).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yorkshire and Humber board")
    expect(page.get_by_role("link", name="Independent members")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("What is written here is for members")


def test_form_open_in_a_tab_that_was_signed_out_elsewhere_keeps_the_words(visitors: Visitors):
    page = visitors.browser()
    visitors.sign_in(page, "joel-appleyard")
    page.goto("/boards/yorkshire-and-humber/")
    page.get_by_role("link", name="Independent members for our out-of-court scrutiny panel?").click()
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out, Joel").first.click()
    expect(other.get_by_role("main").get_by_role("link", name="Sign in").first).to_be_visible()

    post_answer(page, "Two retired magistrates and a head teacher.")

    words = page.get_by_label("Your text").or_(page.get_by_label("Your answer"))
    if page.get_by_role("heading", name="Sign in", level=1).count():
        visitors.sign_in_here(page, "joel-appleyard")
    expect(words).to_have_value("Two retired magistrates and a head teacher.")
