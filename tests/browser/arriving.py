"""How somebody comes to a page: by its address, through links from another, or by sending a form that is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

MEMBER, OTHER, REP, SECRETARIAT = "rob-tyldesley", "helen-postlethwaite", "ishaq-bhamji", "moira-dunnachie"
LAPSED, SUSPENDED, GROUP_REP = "gaynor-duxbury", "adrian-pocklington", "imran-talukder"
OFFICER, LEAD, VOLUNTEER = "colin-luscombe", "siobhan-garrity", "philippa-ockenden"
# Topics of the North West board with everything that can happen to posts, and with polls.
ASKED_REP = "kathryn-ibbotson"
ASKED = "Who has a working appropriate-adult rota?"
MODERATED, SEVERAL, ORDERED = "The last day of an order, and the first", "What would you come for?", "What first?"


@dataclass(frozen=True)
class Shown:
    """A page under the name by which it is reported, who looks at it, and how they get there."""

    name: str
    who: str | None
    arrive: Callable[[Page], object]

    def __str__(self) -> str:
        return self.name


def at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def by_link(start: str, name: str, heading: str = "") -> Callable[[Page], object]:
    """From a page of known address through the link of this name."""

    def arrive(page: Page) -> None:
        page.goto(start)
        page.get_by_role("main").get_by_role("link", name=re.compile(re.escape(name))).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading or name)

    return arrive


def empty_form(path: str, button: str) -> Callable[[Page], object]:
    return erring(at(path), button)


def erring(start: Callable[[Page], object], button: str) -> Callable[[Page], object]:
    """That page's form, sent as it is: the browser's own objections are turned off, so that the site's are seen."""

    def arrive(page: Page) -> None:
        start(page)
        page.locator("form").evaluate_all("(forms) => forms.forEach((form) => form.noValidate = true)")
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("alert").first).to_be_visible()

    return arrive


def after(start: Callable[[Page], object], link: str, heading: str = "") -> Callable[[Page], object]:
    """From the page that `start` opens, through a link of this name."""

    def arrive(page: Page) -> None:
        start(page)
        page.locator("main, aside").get_by_role("link", name=re.compile(re.escape(link))).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading or link)

    return arrive
