"""On the way in: a stranger applies and is let in; a lead gives a colleague the last place."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import Visitors, letter_in, reload_until

pytestmark = pytest.mark.browser

REP, LEAD, SERVICE = "ishaq-bhamji", "craig-lumsdon", "/services/sunderland/places/"


@pytest.mark.parametrize(
    ("script", "first", "last", "service"),
    [(True, "Maud", "Entwistle", "Salford"), (False, "Cyril", "Hargreaves", "Oldham")],
    ids=["with script", "without script"],
)
def test_stranger_applies_proves_the_address_is_let_in_and_welcomed(
    visitors: Visitors, script: bool, first: str, last: str, service: str
):
    address = f"{first}.{last}@{service}.council.example".lower()
    page = visitors.browser(java_script_enabled=script)
    apply(page, first, last, address, service)
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(visitors.code_mailed_to(address))
    page.get_by_role("button", name="Send my application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your application is with us")

    rep = visitors.browser(REP, java_script_enabled=script)
    rep.goto("/applications/")
    reload_until(rep, rep.get_by_role("link", name=f"{first} {last}").count, what="the application")
    rep.get_by_role("link", name=f"{first} {last}").click()
    expect(rep.get_by_role("main")).to_contain_text("This service has no member yet.")
    rep.get_by_role("button", name="Accept").click()
    expect(rep.get_by_role("status").or_(rep.get_by_role("main")).first).to_contain_text("is a member now")

    letter = letter_in(visitors.mailbox(address), "Welcome").inner_text()
    sign_in(visitors, page, address, first)
    found = re.search(r"https?://[^>\s]+(/welcome/)", letter)
    page.goto(found.group(1) if found else "/welcome/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Welcome, {first}")
    expect(page.get_by_role("main")).to_contain_text("You are a member in North West, for " + service)
    page.goto("/boards/north-west/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("North West board")


def test_scenario_15_colleague_who_takes_the_last_place_signs_in_and_reads_through_whom_until_when(visitors: Visitors):
    lead = visitors.browser(LEAD)
    lead.goto(SERVICE)
    give_place(lead, "Ada", "Redshaw", "ada.redshaw@sunderland.council.example")
    expect(lead.get_by_role("main")).to_contain_text("1 used, 1 left")
    give_place(lead, "Basil", "Thirlwell", "basil.thirlwell@sunderland.council.example")
    expect(lead.get_by_role("main")).to_contain_text("2 used, 0 left")
    expect(lead.get_by_role("main")).to_contain_text("All places are used")

    page = visitors.browser()
    sign_in(visitors, page, "basil.thirlwell@sunderland.council.example", "Basil")
    page.get_by_role("link", name="My membership").first.click()
    expect(page.get_by_role("main")).to_contain_text(
        re.compile(r"You are a member through Sunderland[\w ]* until \d+ \w+ \d{4}\.")
    )
    expect(page.get_by_role("main")).to_contain_text("0 left")


def apply(page: Page, first: str, last: str, address: str, service: str) -> None:
    page.goto("/join/")
    page.get_by_label("Work email address").fill(address)
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Job title").fill("Head of Youth Justice")
    page.get_by_label("Service", exact=True).select_option(label=f"{service} Youth Justice Service")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")


def give_place(page: Page, first: str, last: str, address: str) -> None:
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Work address").fill(address)
    page.get_by_label("Job title").fill("Operations Manager")
    page.get_by_role("button", name="Give them a place").click()
    expect(page.get_by_text(f"{first} {last} has a place")).to_be_visible()


def sign_in(visitors: Visitors, page: Page, address: str, first: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your work email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(visitors.code_mailed_to(address))
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name=f"Sign out, {first}").first).to_be_attached()
