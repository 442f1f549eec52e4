"""A meeting that moves under the eyes of two members, and what is told of it while the page is out of sight."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.product import run_inside
from tests.browser.visitors import Visitors, expect_unread, line, unread

pytestmark = pytest.mark.browser
REP, GOES, WAITS = "sunita-vaghela", "graham-oldershaw", "joanne-tansley"
TITLE = "East Midlands round table"
PROPOSE = """
import datetime
from accounts.models import Member
from django.utils import timezone
from meetings.actions.propose_meeting import propose_meeting
from meetings.wishes import Wish
from regions.models import Network
wish = Wish(
    title=sys.argv[2], place="County Hall, Matlock", capacity=1, day=timezone.localdate() + datetime.timedelta(days=30),
    from_time=datetime.time(10), to_time=datetime.time(12),
)
region = Network.objects.get(slug="east-midlands")
propose_meeting(Member.objects.get(email=sys.argv[1]), region.pk, wish=wish, idempotency_key="round-table")
"""
# The browser's own notifications, noted as they are made and as the system takes them; and a tab that is out of sight.
NOTED = """
window.Notification = class extends Notification {
  constructor(line, more) {
    super(line, more);
    document.documentElement.dataset.made = line;
    for (const kind of ["show", "error"]) this.addEventListener(kind, () => { document.documentElement.dataset.then = kind; });
  }
};
let away = false;
window.goAway = () => { away = true; };
Object.defineProperty(document, "visibilityState", { get: () => away ? "hidden" : "visible" });
"""


def open_meeting(page: Page) -> None:
    page.goto("/meetings/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.evaluate("window.sameDocument = true")


def test_scenarios_81_and_83_numbers_a_freed_place_and_a_cancellation_come_to_the_open_page(
    visitors: Visitors, whole: Visitors
):
    run_inside(visitors.site.environment, PROPOSE, visitors.person(REP).email, TITLE)
    goes, waits, arranges = (visitors.browser(who) for who in (GOES, WAITS, REP))
    phone = whole.browser(WAITS)
    phone.context.grant_permissions(["notifications"])
    phone.add_init_script(NOTED)
    open_meeting(goes)
    open_meeting(waits)

    # 1. An answer moves the others' numbers, and nothing else.
    coming = waits.get_by_role("complementary")
    expect(coming).to_contain_text("0 going")
    waits.route(waits.url, lambda route: route.abort())  # the page is away at that moment, and not forgotten
    with waits.expect_event("requestfailed"):
        goes.get_by_role("button", name="Yes", exact=True).click()
    expect(coming).to_contain_text("0 going")
    waits.unroute(waits.url)
    waits.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(coming).to_contain_text("1 going")
    expect(coming).to_contain_text("1 of 1 place taken")
    expect(waits.get_by_role("status").filter(has_text=re.compile(r"\S"))).to_have_count(0)

    # 2. The place is taken, and comes free: who waits sees so, is told once, and on the other device too.
    waits.get_by_role("button", name="Yes", exact=True).click()
    expect(waits.get_by_role("heading", name="You are number 1 on the waiting list")).to_be_visible()
    waits.evaluate("window.sameDocument = true")
    phone.goto("/mail-settings/")
    phone.get_by_role("button", name="Show notifications on this computer").click()
    expect(phone.get_by_role("button", name="Do not show notifications on this computer")).to_be_visible()
    phone.goto("/notifications/")
    told = unread(phone)
    phone.evaluate("goAway()")
    goes.goto(waits.url)
    goes.get_by_role("button", name="No", exact=True).click()
    expect(waits.get_by_role("heading", name="You are going")).to_be_visible()
    expect(waits.get_by_role("status").filter(has_text="You are going")).to_have_count(1)
    expect_unread(waits, told + 1)
    expect_unread(phone, told + 1)
    expect(phone.locator("html")).to_have_attribute("data-made", TITLE)
    expect(phone.locator("html")).to_have_attribute("data-then", "show")
    assert waits.evaluate("window.sameDocument")

    # 3. Read, and kept as unread: the devices agree each time.
    phone.goto("/notifications/")
    row = phone.get_by_role("listitem").filter(has_text="a place has come free for you")
    row.get_by_role("button", name="Mark as read").click()
    expect_unread(waits, told)
    row.get_by_role("button", name="Mark as unread").click()
    expect(row.locator(".new")).to_have_text("unread")
    expect_unread(waits, told + 1)

    # 4. It is called off: the page says so, and leaves alone what is just used.
    waits.get_by_role("button", name="No", exact=True).focus()
    open_meeting(arranges)
    arranges.get_by_role("link", name="Call it off").click()
    arranges.get_by_label("Why").fill("The hall is flooded.")
    arranges.get_by_role("main").get_by_role("button", name="Call the meeting off").click()
    expect(waits.get_by_text("This meeting was called off: The hall is flooded.")).to_be_visible()
    expect(waits.get_by_role("button", name="No", exact=True)).to_be_focused()
    line(waits, "This meeting has changed, show").click()
    expect(waits.get_by_role("button", name="No", exact=True)).to_have_count(0)
