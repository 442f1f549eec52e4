"""Posting once, whatever the finger does; and nothing for whoever is no member."""

import pytest
from playwright.sync_api import expect

from accounts.refs import ref
from tests.browser.visitors import Visitors, post_answer, post_saying, posts, start_topic

pytestmark = pytest.mark.browser


def test_reload_after_posting_makes_no_second_post(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    start_topic(page, "north-west", "Reload, and reload again?", "Only once, please.")
    post_answer(page, "This answer stands here once.")
    expect(post_saying(page, "This answer stands here once.")).to_have_count(1)

    page.reload()
    page.reload()

    expect(posts(page)).to_have_count(2)
    expect(page.get_by_label("Your answer")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_double_click_on_post_makes_one_post(visitors: Visitors, scripts: bool):
    page = visitors.browser("rob-tyldesley", java_script_enabled=scripts)
    start_topic(page, "north-west", f"Two clicks, scripts {scripts}?", "Only once, please.")
    page.get_by_label("Your answer").fill("An impatient finger wrote this.")
    page.get_by_role("button", name="Post answer").dblclick()

    expect(post_saying(page, "An impatient finger wrote this.")).to_have_count(1)
    page.reload()
    expect(posts(page)).to_have_count(2)


def test_two_tabs_with_the_same_topic_post_one_answer_each(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    topic = start_topic(page, "north-west", "Two tabs?", "Both are mine.")
    other = page.context.new_page()
    other.goto(topic)
    page.get_by_label("Your answer").fill("From the first tab.")
    other.get_by_label("Your answer").fill("From the second tab.")
    page.get_by_role("button", name="Post answer").click()
    expect(post_saying(page, "From the first tab.")).to_have_count(1)
    other.get_by_role("button", name="Post answer").click()

    expect(post_saying(other, "From the first tab.")).to_have_count(1)
    expect(post_saying(other, "From the second tab.")).to_have_count(1)


def test_words_begun_and_left_are_back_in_the_same_tab_and_gone_once_posted(visitors: Visitors):
    page = visitors.browser("rob-tyldesley")
    topic = start_topic(page, "north-west", "Interrupted by the phone?", "Often.")
    page.get_by_label("Your answer").fill("Half a thought")
    page.goto("/")
    page.goto(topic)
    expect(page.get_by_label("Your answer")).to_have_value("Half a thought")

    page.get_by_role("button", name="Post answer").click()
    expect(post_saying(page, "Half a thought")).to_have_count(1)
    page.goto(topic)
    expect(page.get_by_label("Your answer")).to_have_value("")


def test_scenario_11_outsider_sees_of_a_board_its_region_its_rep_and_how_to_join(visitors: Visitors):
    page = visitors.browser()
    page.goto("/boards/north-west/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("North West board")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Siobhan Garrity")
    expect(main.get_by_role("heading", name="How to join")).to_be_visible()
    expect(main.get_by_role("link", name="Sign in").first).to_be_visible()
    expect(main).not_to_contain_text("Reduced timetables")
    expect(page.get_by_role("article")).to_have_count(0)


@pytest.mark.parametrize("path", ["/boards/national/", "/boards/executive/", "/boards/nowhere/", "/stop/nothing/"])
def test_scenario_11_outsider_finds_nothing_at_what_is_not_a_regions_board(visitors: Visitors, path: str):
    page = visitors.browser()
    answer = page.goto(path)

    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")


MEMBERS_OWN = [
    f"/topics/{ref('topic', 1)}/", f"/topics/{ref('topic', 999_999)}/", f"/topics/{'a' * 26}/", f"/posts/{ref('post', 1)}/",
    "/search/?q=remand", "/notifications/", "/mail-ledger/",
]  # fmt: skip


@pytest.mark.parametrize("path", MEMBERS_OWN)
def test_scenario_11_outsider_is_asked_to_sign_in_whether_or_not_the_page_exists(visitors: Visitors, path: str):
    page = visitors.browser()
    page.goto(path)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_lapsed_member_reads_and_is_told_why_there_is_no_answer_box(visitors: Visitors):
    page = visitors.browser("gaynor-duxbury")
    page.goto("/boards/north-west/")
    page.get_by_role("link", name="Reduced timetables").click()

    expect(posts(page).first).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("lapsed")


def test_suspended_member_is_told_why_until_when_and_how_to_appeal(visitors: Visitors):
    page = visitors.browser("adrian-pocklington")
    answer = page.goto("/")

    assert answer is not None
    assert answer.status == 403
    main = page.get_by_role("main")
    expect(main).to_contain_text("Your membership is suspended")
    expect(main).to_contain_text("appeal to the executive")
    answer = page.goto("/boards/west-midlands/")
    assert answer is not None
    assert answer.status == 404
