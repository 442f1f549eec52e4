"""Passkeys in a real browser, with an authenticator of its own; and what they refuse."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def named(visitors: Visitors) -> str:
    """The site by its name: a number cannot have passkeys."""
    return f"http://localhost:{urlsplit(visitors.site.url).port}"


def authenticator(page: Page, *, verifies: bool = True) -> tuple[CDPSession, str]:
    """A device with a finger on it, or one that will not say who holds it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": verifies, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in_by_name(visitors: Visitors, page: Page, key: str) -> None:
    page.goto(f"{named(visitors)}/sign-in/")
    visitors.sign_in_here(page, key)


def add_passkey(visitors: Visitors, page: Page, name: str) -> None:
    page.goto(f"{named(visitors)}/account/passkeys/")
    page.get_by_label("Its name").last.fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def test_passkey_is_added_signs_in_without_a_code_and_is_removed(visitors: Visitors):
    page = visitors.browser()
    visitors.own_host(named(visitors))
    authenticator(page)
    sign_in_by_name(visitors, page, "denise-culshaw")
    add_passkey(visitors, page, "Work laptop")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep these recovery codes")
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Work laptop")).to_be_visible()

    page.get_by_role("button", name="Sign out, Denise").first.click()
    page.goto(f"{named(visitors)}/sign-in/?next=/boards/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All boards")
    page.goto(f"{named(visitors)}/account/")
    expect(page.get_by_role("main")).to_contain_text("you have shown your second factor today")

    page.goto(f"{named(visitors)}/account/passkeys/")
    page.get_by_text("Rename or remove").click()
    page.get_by_label("Its name").first.fill("Old laptop")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_text("Rename or remove").click()
    page.get_by_role("button", name="Remove Old laptop").click()
    expect(page.get_by_role("main")).to_contain_text("You have no passkey yet")

    page.get_by_role("button", name="Sign out, Denise").first.click()
    page.goto(f"{named(visitors)}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("main")).to_contain_text("That passkey is not known here")


def test_passkey_is_asked_for_after_the_code_and_refused_where_it_does_not_say_who_holds_it(visitors: Visitors):
    page = visitors.browser()
    visitors.own_host(named(visitors))
    cdp, device = authenticator(page)
    sign_in_by_name(visitors, page, "siobhan-garrity")
    add_passkey(visitors, page, "My phone")
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Sign out, Siobhan").first.click()

    page.goto(f"{named(visitors)}/sign-in/")
    page.get_by_label("Your work email address").fill(visitors.person("siobhan-garrity").email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(visitors.code_mailed_to(visitors.person("siobhan-garrity").email))
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show your second factor")
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed: try again.")
    expect(page.get_by_role("button", name="Sign out, Siobhan")).to_have_count(0)

    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign out, Siobhan").first).to_be_attached()


def test_device_that_does_not_say_who_holds_it_gets_no_passkey(visitors: Visitors):
    page = visitors.browser()
    visitors.own_host(named(visitors))
    authenticator(page, verifies=False)
    sign_in_by_name(visitors, page, "philippa-ockenden")
    add_passkey(visitors, page, "A key that asks nobody")

    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed: try again.")
    page.goto(f"{named(visitors)}/account/passkeys/")
    expect(page.get_by_role("main")).to_contain_text("You have no passkey yet")


def test_secretariat_is_led_to_its_factor_and_no_page_of_that_way_stumbles(visitors: Visitors):
    page = visitors.browser("moira-dunnachie")
    page.context.clear_cookies(name="session")
    person = visitors.person("moira-dunnachie")
    page.goto("/mail-ledger/")
    visitors.forget_codes(person.email)
    page.get_by_label("Your work email address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six-digit code").fill(visitors.code_mailed_to(person.email))
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show your second factor")
    page.goto("/mail-ledger/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
