"""Pages of people that one comes to by a way of its own: half signed in, with two places, too late."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.arriving import LEAD, MEMBER, SECRETARIAT, Shown, at, by_link
from tests.browser.product import demo_people
from tests.browser.visitors import codes_in, mailbox_path, reload_until

TWO_PLACES, PASSKEY = "owen-brightwell", "bev-stobart"


def second_step(page: Page) -> None:
    """The right code is typed, and the second factor is asked for."""
    address = demo_people()[SECRETARIAT].email
    mailbox = page.context.new_page()
    mailbox.goto(mailbox_path(address))
    before = len(codes_in(mailbox))
    page.goto("/sign-in/")
    page.get_by_label("Your work email address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    reload_until(mailbox, lambda: len(codes_in(mailbox)) > before, what="a code in the mail")
    page.get_by_label("Six-digit code").fill(codes_in(mailbox)[0])
    mailbox.close()
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show your second factor")


def wrong_second_step(page: Page) -> None:
    second_step(page)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_be_visible()


def record_changed_meanwhile(page: Page) -> None:
    page.goto("/services/lancashire/edit/")
    page.locator("[name=version]").evaluate("(field) => { field.value = 999 }")
    page.get_by_label("About the service").fill("Two courts, and a team for each.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="It now says")).to_be_visible()


def page_out_of_date(page: Page) -> None:
    """Whoever signed in or out in another tab meanwhile gets their text back."""
    by_link("/boards/north-west/", "Reduced timetables")(page)
    page.get_by_label("Your answer").fill("We ask the school on day one.")
    page.locator("#answer [name=csrfmiddlewaretoken]").evaluate("(field) => { field.value = 'x'.repeat(64) }")
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The page was out of date")


def bad_last_day(page: Page) -> None:
    """A day that is long past."""
    page.goto("/secretariat/terms/officers/")
    days = page.get_by_label(re.compile("^Last day of Denise"))
    days.evaluate("(field) => { field.value = '2020-04-01' }")
    page.get_by_role("button", name="End the term of Denise Culshaw").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator(".field.wrong")).to_have_count(1)
    assert "/end/" in urlsplit(page.url).path


PAGES_OF_PEOPLE = [
    Shown("second step at the door", None, second_step),
    Shown("second step at the door with an error", None, wrong_second_step),
    Shown("leaving one of two places", TWO_PLACES, at("/membership/leave/")),
    Shown("passkeys with one", SECRETARIAT, at("/account/passkeys/")),
    Shown("second factor to show", PASSKEY, at("/second-factor/")),
    Shown("record that was changed", LEAD, record_changed_meanwhile),
    Shown("page out of date", MEMBER, page_out_of_date),
    Shown("terms of officers with an error", SECRETARIAT, bad_last_day),
]  # fmt: skip
