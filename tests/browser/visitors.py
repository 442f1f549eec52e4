"""People at their browsers: each signed in by the code that came by mail, and what goes wrong on their pages noted."""

import re
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.faults.harness import Site

PATIENCE_SECONDS = 15
# Chromium's echo of a refusal: the page itself may be one (404), what it loads may not (see `_loaded`).
ECHO = "Failed to load resource"


class Visitors:
    def __init__(self, browser: Browser, site: Site) -> None:
        self.chromium, self.site = browser, site
        self.signed_in: dict[str, Any] = {}
        self.codes_used: set[str] = set()
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        self.hosts = {urlsplit(site.url).netloc}

    def person(self, key: str) -> SimpleNamespace:
        return self.site.people[key]

    def browser(self, key: str | None = None, **options: Any) -> Page:
        """A browser of this person's own, signed in (with no key: a stranger's), with an empty page."""
        if key is not None and key not in self.signed_in:
            first = self._context()
            self.sign_in(first.new_page(), key)
            self.signed_in[key] = first.storage_state()
        return self._context(storage_state=self.signed_in[key] if key else None, **options).new_page()

    def sign_in(self, page: Page, key: str) -> None:
        page.goto("/sign-in/")
        self.sign_in_here(page, key)

    def sign_in_here(self, page: Page, key: str) -> None:
        """From the sign-in page that the browser shows."""
        person = self.person(key)
        self.forget_codes(person.email)
        page.get_by_label("Your work email address").fill(person.email)
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_label("Six-digit code").fill(self.code_mailed_to(person.email))
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        if "secretariat" in person.roles:
            page.get_by_label("Code", exact=True).fill(self.app_digits(person.email))
            page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("button", name=f"Sign out, {person.first_name}").first).to_be_attached()

    def forget_codes(self, address: str) -> None:
        """Before another is asked for: the codes of earlier letters are old, whether or not somebody typed them."""
        letters = self.mailbox(address)
        self.codes_used |= set(codes_in(letters))
        letters.context.close()

    def code_mailed_to(self, address: str) -> str:
        """The code of the newest letter, one that nobody has used yet."""

        def code() -> str | None:
            return next((code for code in codes_in(letters) if code not in self.codes_used), None)

        letters = self.mailbox(address)
        reload_until(letters, code, what=f"a code in the mail to {address}")
        found = code()
        assert found
        self.codes_used.add(found)
        letters.context.close()
        return found

    def app_digits(self, address: str) -> str:
        """What the person's authenticator app shows now."""
        page = self.mailbox(address)
        digits = page.locator("#app-digits").inner_text()
        page.context.close()
        return digits

    def mailbox(self, address: str) -> Page:
        """Somebody's mail program: the mails that the site sent to this address."""
        page = self._context().new_page()
        page.goto(mailbox_path(address))
        return page

    def letter(self, key: str, subject: str, saying: str = "") -> Locator:
        """The newest mail with these words in its subject and in itself, as soon as it is there."""
        return letter_in(self.mailbox(self.person(key).email), subject, saying)

    def own_host(self, url: str) -> None:
        """The site has this name as well."""
        self.hosts.add(urlsplit(url).netloc)

    def all_leave(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _context(self, **options: Any) -> BrowserContext:
        context = self.chromium.new_context(base_url=self.site.url, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._loaded)
        self.contexts.append(context)
        return context

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ECHO):
            where = message.page.url if message.page else ""
            self.faults.append(f"console on {where}: {message.text}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "about", "blob") and asked.netloc not in self.hosts:
            self.faults.append(f"another host: {request.url}")

    def _loaded(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.faults.append(f"answer: {response.status} for {response.url}")


def codes_in(mailbox: Page) -> list[str]:
    """Those of the letters that are shown, newest first."""
    titles = " ".join(mailbox.get_by_role("heading", level=3).all_inner_texts())
    return re.findall(r"(\d{6}) is your code", titles)


def mailbox_path(address: str) -> str:
    return f"/dev/mail/?to={quote(address)}"


def letter_in(mailbox: Page, subject: str, saying: str = "") -> Locator:
    with_subject = mailbox.get_by_role("article").filter(has=mailbox.get_by_role("heading", name=subject))
    letter = with_subject.filter(has_text=saying).first
    reload_until(mailbox, letter.count, what=f"a mail about «{subject}» at {mailbox.url}")
    return letter


def reload_until(page: Page, question: Callable[[], object], *, what: str) -> None:
    """For pages that do not tell by themselves: open it again until it is there."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not question():
        assert time.monotonic() < deadline, f"not within {PATIENCE_SECONDS} s: {what}"
        page.reload()


def answer_by_mail(letter: Locator, text: str, *, sender: str = "") -> None:
    """Answer a letter as a mail program does, with the original quoted below."""
    letter.get_by_text("Answer this mail", exact=True).click()
    if sender:
        letter.get_by_label("From").fill(sender)
    letter.get_by_label("Your answer").fill(text)
    letter.get_by_role("button", name="Send the answer").click()


def start_topic(page: Page, board: str, title: str, text: str) -> str:
    """Start a topic through the page; returns the topic's path. `board` is its slug."""
    page.goto(f"/topics/new/?board={board}")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Post topic").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return urlsplit(page.url).path


def post_answer(page: Page, text: str) -> None:
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Post answer").click()


def posts(page: Page) -> Locator:
    return page.get_by_role("article")


def post_saying(page: Page, text: str) -> Locator:
    return posts(page).filter(has_text=text)


def line(page: Page, words: str) -> Locator:
    """The one line that says that there is something new."""
    return page.get_by_role("button", name=words, exact=True)


def unread(page: Page) -> int:
    """The number at the bell, as a screen reader hears it."""
    label = page.get_by_role("link", name=re.compile("notification", re.IGNORECASE)).first.get_attribute("aria-label")
    found = re.match(r"\d+", label or "")
    return int(found.group()) if found else 0


def expect_unread(page: Page, count: int) -> None:
    name = f"{count} unread notification{'' if count == 1 else 's'}" if count else "Notifications"
    expect(page.get_by_role("link", name=name, exact=True).first).to_be_attached()
