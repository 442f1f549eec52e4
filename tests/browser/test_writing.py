"""Writing with script and without: buttons, drafts, previews, names, and what open pages hear of changes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import Visitors, expect_unread, line, post_answer, post_saying, posts, start_topic, unread

pytestmark = pytest.mark.browser
DETAILS = "We spoke of Kieran Oakshott, born 14/03/2011, NHS number 999 123 4563."


def kept(page: Page) -> None:
    expect(page.get_by_text("Kept as a draft.")).to_be_visible()


def test_formatting_buttons_are_one_stop_and_have_shortcuts(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    start_topic(page, "north-west", "Buttons?", "Some.")
    box = page.get_by_label("Your answer")
    box.fill("a word")
    box.select_text()
    page.keyboard.press("Control+b")
    expect(box).to_have_value("**a word**")

    box.fill("one\ntwo")
    box.select_text()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Numbered list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_have_value("1. one\n2. two")
    expect(box).to_be_focused()


def test_draft_is_kept_by_the_site_and_is_there_in_another_browser(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    topic = start_topic(page, "north-west", "Interrupted at the office?", "Often.")
    page.get_by_label("Your answer").fill("Half a thought")
    kept(page)

    phone = visitors.browser("rob-tyldesley")
    phone.goto(topic)
    expect(phone.get_by_label("Your answer")).to_have_value("Half a thought")
    phone.get_by_role("button", name="Post answer").click()
    expect(post_saying(phone, "Half a thought")).to_have_count(1)
    phone.goto(topic)
    expect(phone.get_by_label("Your answer")).to_have_value("")


def test_two_tabs_never_write_over_each_other_unseen(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    topic = start_topic(page, "north-west", "Two tabs, one draft?", "Yes.")
    other = page.context.new_page()
    other.goto(topic)
    page.get_by_label("Your answer").fill("From the first tab")
    kept(page)
    other.get_by_label("Your answer").fill("From the second tab")
    expect(other.get_by_text("Another tab kept this text here meanwhile.")).to_be_visible()
    expect(other.get_by_role("main")).to_contain_text("From the first tab")
    other.get_by_role("button", name="Keep mine").click()
    kept(other)
    visitors.faults = [fault for fault in visitors.faults if "answer: 409" not in fault]  # the refusal that is shown

    other.goto("/drafts/")
    expect(other.get_by_role("main")).to_contain_text("From the second tab")


def test_writer_is_warned_while_writing_and_sees_the_preview_in_place(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    start_topic(page, "north-west", "Warned in time?", "Let us see.")
    page.get_by_label("Your answer").fill(DETAILS)
    expect(page.get_by_text("As it stands this would be held")).to_be_visible()
    page.get_by_label("Your answer").fill("Nothing but **general** words")
    expect(page.get_by_text("As it stands this would be held")).to_be_hidden()

    page.get_by_role("button", name="Preview").click()
    shown = page.get_by_role("region", name="This is how it will look")
    expect(shown).to_be_focused()
    expect(shown.locator("strong")).to_have_text("general")
    expect(posts(page)).to_have_count(1)


def test_name_is_offered_after_an_at_sign_and_told(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    start_topic(page, "north-west", "Whom to ask?", "Somebody.")
    box = page.get_by_label("Your answer")
    box.press_sequentially("Ask @Helen Pos")
    expect(page.get_by_role("option", name=re.compile("Helen Postlethwaite"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value("Ask @Helen Postlethwaite ")
    helen = visitors.browser("helen-postlethwaite")
    helen.goto("/")
    told = unread(helen)
    page.get_by_role("button", name="Post answer").click()
    expect_unread(helen, told + 1)
    helen.goto("/notifications/")
    expect(helen.get_by_text("Rob Tyldesley called you by name").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_edit_quote_and_history(visitors: Visitors, scripts: bool):
    page = visitors.browser("rob-tyldesley", java_script_enabled=scripts)
    topic = start_topic(page, "north-west", f"A typo, scripts {scripts}?", "Sorry.")
    post_answer(page, "We meet on Mundays.")
    post_saying(page, "Mundays").get_by_role("link", name="More about post 2").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("We meet on Mondays.")
    page.get_by_role("button", name="Save the change").click()
    post_saying(page, "We meet on Mondays.").get_by_role("link", name="Edited").click()
    expect(page.locator("del")).to_contain_text("Mundays")

    page.goto(topic)
    post_saying(page, "Mondays").get_by_role("link", name="Quote post 2").click()
    expect(page.get_by_label("Your answer")).to_have_value(re.compile(r"> We meet on Mondays\."))


def test_open_page_offers_a_change_and_shows_it_in_place(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    topic = start_topic(page, "north-west", "Changed under the reader?", "The furst text.")
    reader = visitors.browser("helen-postlethwaite")
    reader.goto(topic)
    reader.get_by_label("Your answer").fill("I was writing")
    page.get_by_role("link", name="More about post 1").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("The first text.")
    page.get_by_role("button", name="Save the change").click()

    line(reader, "A post was changed, show").click()
    expect(post_saying(reader, "The first text.")).to_have_count(1)
    expect(reader.get_by_label("Your answer")).to_have_value("I was writing")


def test_asker_says_what_helped_and_closes_with_a_summary_without_script(visitors: Visitors):
    page = visitors.browser("rob-tyldesley", java_script_enabled=False)
    topic = start_topic(page, "north-west", "What to do about lateness?", "Ideas, please.")
    helen = visitors.browser("helen-postlethwaite", java_script_enabled=False)
    helen.goto(topic)
    post_answer(helen, "Ring the school the same day.")
    page.goto(topic)
    page.get_by_role("link", name="More about post 2").click()
    page.get_by_role("button", name="This helped").click()
    expect(page.get_by_role("link", name="answered: see what helped")).to_be_visible()
    page.get_by_role("link", name="Close with a summary").click()
    page.get_by_label("What you heard").fill("Ring **at once**.")
    page.get_by_role("button", name="Close the topic").click()

    expect(page.get_by_role("region", name=re.compile("Closed with a summary"))).to_contain_text("Ring at once.")
    expect(page.get_by_label("Your answer")).to_have_count(0)
