"""One product and one Chromium for the lane; each test has visitors of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.product import CHROMIUM_ARGUMENTS, chromium, demo_site, whole_chromium
from tests.browser.visitors import PATIENCE_SECONDS, Visitors
from tests.faults.harness import Site

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with demo_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def everybody(browser: Browser, site: Site) -> Visitors:
    """Who is signed in stays so from test to test."""
    return Visitors(browser, site)


@pytest.fixture
def whole(playwright: Playwright, everybody: Visitors) -> Iterator[Visitors]:
    """The same people at browsers with windows and menus."""
    chromium = playwright.chromium.launch(executable_path=whole_chromium(), args=CHROMIUM_ARGUMENTS)
    people = Visitors(chromium, everybody.site)
    people.signed_in, people.codes_used = everybody.signed_in, everybody.codes_used
    yield people
    people.all_leave()
    chromium.close()
    assert people.faults == []


@pytest.fixture
def visitors(everybody: Visitors) -> Iterator[Visitors]:
    """Whatever a test does, no page of it may stumble: no script or console error, no breach of the Content Security
    Policy, no request to another host, nothing that a page loads is refused."""
    everybody.faults.clear()
    yield everybody
    everybody.all_leave()
    assert everybody.faults == []
