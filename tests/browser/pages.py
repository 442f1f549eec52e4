"""Every page that there is, by the person who sees it: for the axe scan and for the contact sheet alike."""

import hmac
import re
import struct
import time
from base64 import b32decode

from playwright.sync_api import Page, expect

from tests.browser.arriving import (
    GROUP_REP,
    LAPSED,
    LEAD,
    MEMBER,
    OFFICER,
    OTHER,
    REP,
    SECRETARIAT,
    SUSPENDED,
    VOLUNTEER,
    Shown,
    after,
    at,
    by_link,
    empty_form,
    erring,
)
from tests.browser.pages_of_meetings import PAGES_OF_MEETINGS
from tests.browser.pages_of_people import PAGES_OF_PEOPLE, PASSKEY
from tests.browser.pages_of_writing import PAGES_OF_WRITING
from tests.browser.product import LONG_TOPIC, run_inside
from tests.browser.visitors import Visitors, answer_by_mail, mailbox_path, post_answer, start_topic

HELD_TITLE = "Placements at short notice?"
DETAILS = "We spoke of Kieran Oakshott, born 14/03/2011, NHS number 999 123 4563. Has anybody placed such a child?"
RICH = """Three things that we tried, in order of cost:

1. ring the school **the same day**
2. put it in the *weekly* list, see https://www.example.org/a-very-long-address-that-does-not-fit/on-a-narrow-screen/at-all.html
3. a visit

> Who notices?

`nobody` did, for a week.

Supercalifragilisticexpialidocious-without-a-single-space-in-it-that-a-narrow-screen-could-break-at"""


def code_page(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your work email address").fill("nobody@nowhere.example")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Six-digit code")).to_be_visible()


def wrong_code(page: Page) -> None:
    code_page(page)
    page.get_by_label("Six-digit code").fill("000000")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def empty_answer(page: Page) -> None:
    by_link("/boards/north-west/", "Reduced timetables")(page)
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("alert")).to_be_visible()


def filter_open(page: Page) -> None:
    page.goto("/boards/north-west/")
    page.get_by_text("Sort and filter").click()
    expect(page.get_by_role("button", name="Show these")).to_be_visible()


def too_many_tags(page: Page) -> None:
    after(by_link("/boards/north-west/", "Reduced timetables"), "Change tags", "Under which words")(page)
    page.get_by_role("textbox", name="Others").fill("one, two, three, four, five, six")
    page.get_by_role("button", name="Save the tags").click()
    expect(page.get_by_role("alert")).to_be_visible()


def stop_page(page: Page) -> None:
    page.goto(mailbox_path("helen.postlethwaite@westmorland-and-furness.council.example"))
    letter = page.get_by_role("article").filter(has=page.get_by_role("heading", name="remand beds"))
    letter = letter.filter(has_text="List-Unsubscribe-Post").first
    letter.get_by_text("Headers", exact=True).click()
    found = re.search(r"https?://[^>\s]+(/stop/[^>\s]+)", letter.inner_text())
    assert found
    page.goto(found.group(1))


def furnish(visitors: Visitors) -> None:
    """What the demo does not hold: a rich post, held posts in each of their states, a mail that asks «was this you?»."""
    member = visitors.browser(MEMBER)
    topic = start_topic(member, "north-west", "Who tells whom, and how? (about remand beds)", RICH)
    for number in range(3):
        member.goto(topic)
        post_answer(member, f"{DETAILS} ({number})")
        expect(member.get_by_role("heading", level=1)).to_have_text("Your post is held, and only you can see it")
        if number:
            member.get_by_role("button", name="No child is described here").click()
            expect(member.get_by_role("heading", level=1)).to_have_text("Your post waits for the representative")
    rep = visitors.browser(REP)
    rep.goto("/moderation/")
    rep.get_by_role("link", name="Rob Tyldesley asks you to decide").last.click()
    rep.get_by_label(re.compile("why do you return it")).fill("The date of birth points to one child: leave it out.")
    rep.get_by_role("button", name="Return it to the author").click()
    expect(rep.get_by_role("heading", level=1)).to_have_text("Moderation")
    letter = visitors.letter(OTHER, "about remand beds")
    answer_by_mail(letter, "I only got this forwarded.", sender="clare.forwarded@elsewhere.example")
    letter = visitors.letter(OTHER, "about remand beds")
    answer_by_mail(letter, "We ring on the first day.\n\nHelen\nHead of Youth Justice")
    visitors.letter(OTHER, "Was this you?")
    visitors.browser(PASSKEY)  # signed in before there is a passkey to ask for
    run_inside(visitors.site.environment, "from tests.browser import furnishing; furnishing.main()")
    officer = visitors.browser(OFFICER)
    app_key(officer)
    officer.get_by_label("Six digits").fill(digits(officer.locator("code.address").inner_text()))
    officer.get_by_role("button", name="Set it up").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("recovery codes")
    visitors.signed_in[OFFICER] = officer.context.storage_state()
    visitors.all_leave()


def digits(key: str) -> str:
    """What an authenticator app shows for this key now."""
    bare = key.replace(" ", "")
    made = hmac.digest(b32decode(bare + "=" * (-len(bare) % 8)), struct.pack(">Q", int(time.time() // 30)), "sha1")
    start = made[-1] & 15
    return f"{(struct.unpack('>I', made[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def apply(page: Page) -> None:
    page.goto("/join/")
    page.get_by_label("Work email address").fill("somebody.new@lakeside.council.example")
    page.get_by_label("First name").fill("Somebody")
    page.get_by_label("Last name").fill("New")
    page.get_by_label("Job title").fill("Head of Youth Justice")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")


def invited(page: Page) -> None:
    page.goto(mailbox_path("rowan.ashdown@council.example"))
    found = re.search(r"https?://[^>\s]+(/invitation/[^>\s]+)", page.get_by_role("main").inner_text())
    assert found
    page.goto(found.group(1))


def invited_code(page: Page) -> None:
    invited(page)
    page.get_by_role("button", name="Send the code to the invited address").click()
    expect(page.get_by_role("button", name="Take my place")).to_be_visible()


def help_code(page: Page) -> None:
    page.goto("/sign-in/help/")
    page.get_by_label("Your name").fill("Sam Merrow")
    page.get_by_label("Your old address").fill("sam.merrow@council.example")
    page.get_by_label("Your new address").fill("sam.merrow@elsewhere.example")
    page.get_by_label("The service that you work for").fill("Lakeside")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Ask the secretariat for help")


def held_mail(page: Page) -> None:
    page.goto(mailbox_path("helen.postlethwaite@westmorland-and-furness.council.example"))
    found = re.search(r"https?://[^>\s]+(/held-mail/\w+/)", page.get_by_role("main").inner_text())
    assert found
    page.goto(found.group(1))


def app_key(page: Page) -> None:
    page.goto("/account/app/")
    page.get_by_role("button", name="Show me the key").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


def unlikely_call(page: Page) -> None:
    """An address that the browser lets pass and the site does not."""
    page.goto("/sign-in/help/")
    for label, words in (("Your name", "Sam"), ("Your old address", "s@a"), ("Your new address", "t@b")):
        page.get_by_label(label).fill(words)
    page.get_by_label("The service that you work for").fill("Lakeside")
    page.get_by_role("button", name="Send a code").click()
    expect(page.get_by_role("alert")).to_be_visible()


PAGES = [
    Shown("welcome", None, at("/")),
    Shown("about", None, at("/about/")),
    Shown("region", None, at("/regions/north-west/")),
    Shown("region without a rep", None, at("/regions/south-east/")),
    Shown("board for an outsider", None, at("/boards/north-west/")),
    Shown("sign in", None, at("/sign-in/")),
    Shown("code", None, code_page),
    Shown("wrong code", None, wrong_code),
    Shown("not found for an outsider", None, at("/nowhere/")),
    Shown("stop a list", None, stop_page),
    Shown("dev mail", None, at("/dev/mail/")),
    Shown("dev mailbox", None, at(mailbox_path("helen.postlethwaite@westmorland-and-furness.council.example"))),
    Shown("home", MEMBER, at("/")),
    Shown("about for a member", MEMBER, at("/about/")),
    Shown("region for a member", MEMBER, at("/regions/north-west/")),
    Shown("regions", MEMBER, at("/regions/")),
    Shown("regions for an outsider", None, at("/regions/")),
    Shown("services", MEMBER, at("/services/?region=north-west")),
    Shown("service", MEMBER, at("/services/lancashire/")),
    Shown("directory", MEMBER, at("/directory/")),
    Shown("directory without a hit", MEMBER, at("/directory/?q=xylophone")),
    Shown("member", MEMBER, by_link("/directory/?q=garrity", "Siobhan Garrity")),
    Shown("my profile", MEMBER, at("/profile/")),
    Shown("my posts", MEMBER, at("/profile/posts/")),
    Shown("group", GROUP_REP, at("/networks/harm-outside-the-home/")),
    Shown("closed group", GROUP_REP, at("/networks/standards-rewrite/")),
    Shown("members of a group", GROUP_REP, at("/networks/harm-outside-the-home/members/?q=helen")),
    Shown("readers of boards", REP, at("/networks/north-west/boards/")),
    Shown("opening a board with errors", REP, empty_form("/networks/north-west/boards/", "Open the board")),
    Shown("a board to change", REP, by_link("/networks/north-west/boards/", "Change North West board", "North West")),
    Shown("directory for a suspended member", SUSPENDED, at("/directory/")),
    Shown("all boards", MEMBER, at("/boards/")),
    Shown("board", MEMBER, at("/boards/north-west/")),
    Shown("national board", MEMBER, at("/boards/national/")),
    Shown("board filtered", MEMBER, at("/boards/north-west/?sort=answers&kind=question&tag=education")),
    Shown("board with nothing to show", MEMBER, at("/boards/north-west/?state=closed")),
    Shown("sorting and filtering", MEMBER, filter_open),
    Shown("tags of a topic", LEAD, after(by_link("/boards/north-west/", "Reduced timetables"), "Change tags", "Under which words")),
    Shown("too many tags", LEAD, too_many_tags),
    Shown("tags of a network", REP, at("/networks/north-west/tags/")),
    Shown("topics with a tag", MEMBER, at("/networks/north-west/tags/education/")),
    Shown("a day to come back", MEMBER, after(by_link("/boards/north-west/", "Reduced timetables"), "Remind me", "When do you want")),
    Shown("no day to come back", MEMBER, erring(
        after(by_link("/boards/north-west/", "Reduced timetables"), "Remind me", "When do you want"), "Remind me that day")),
    Shown("who follows a topic", MEMBER, after(by_link("/boards/north-west/", "Reduced timetables"), "Who follows")),
    Shown("topic", MEMBER, by_link("/boards/north-west/", "Reduced timetables")),
    Shown("topic with rich text", OTHER, by_link("/boards/north-west/", "about remand beds")),
    Shown("topic of two pages", "tim-allpress", by_link("/boards/south-west/", LONG_TOPIC)),
    Shown("topic with an error", MEMBER, empty_answer),
    Shown("new topic", MEMBER, at("/topics/new/?board=north-west")),
    Shown("new topic with errors", MEMBER, empty_form("/topics/new/", "Post topic")),
    Shown("search", MEMBER, at("/search/")),
    Shown("search results", MEMBER, at("/search/?q=timetable")),
    Shown("search without a hit", MEMBER, at("/search/?q=xylophone")),
    Shown("notifications", OTHER, at("/notifications/")),
    Shown("no notifications", "tunde-afolayan", at("/notifications/")),
    Shown("mail settings", MEMBER, at("/mail-settings/")),
    Shown("mail diary", MEMBER, at("/mail-settings/diary/")),
    Shown("mail problem", "tunde-afolayan", at("/mail-problem/")),
    Shown("not found", MEMBER, at("/nowhere/")),
    Shown("refused", MEMBER, at("/mail-ledger/")),
    Shown("held post", MEMBER, by_link("/", "A post of yours is held", "Your post is held")),
    Shown("returned post", MEMBER, by_link("/notifications/", "A post of yours was returned", "Your post was returned")),
    Shown("held mail", OTHER, held_mail),
    Shown("home of a rep", REP, at("/")),
    Shown("held posts for a rep", REP, at("/moderation/")),
    Shown("deciding", REP, by_link("/moderation/", "asks you to decide", "Could anyone work out")),
    Shown("held posts for a member", MEMBER, at("/moderation/")),
    Shown("mail health", SECRETARIAT, at("/secretariat/mail-health/")),
    Shown("ledger", SECRETARIAT, at("/mail-ledger/")),
    Shown("lost addresses", SECRETARIAT, at("/secretariat/address-help/")),
    Shown("new addresses to approve", SECRETARIAT, at("/address-requests/")),
    Shown("account of the secretariat", SECRETARIAT, at("/account/")),
    Shown("account", MEMBER, at("/account/")),
    Shown("addresses", MEMBER, at("/account/addresses/")),
    Shown("sessions", MEMBER, at("/account/sessions/")),
    Shown("passkeys", MEMBER, at("/account/passkeys/")),
    Shown("authenticator app", MEMBER, app_key),
    Shown("second factor to set up", MEMBER, at("/second-factor/")),
    Shown("recovery codes without a factor", MEMBER, at("/account/recovery-codes/")),
    Shown("help at the door", None, at("/sign-in/help/")),
    Shown("help at the door with errors", None, unlikely_call),
    Shown("home of a lapsed member", LAPSED, at("/")),
    Shown("topic for a lapsed member", LAPSED, by_link("/boards/north-west/", "Reduced timetables")),
    Shown("new topic for a lapsed member", LAPSED, at("/topics/new/")),
    Shown("home of a suspended member", SUSPENDED, at("/")),
    Shown("help at the door with a code", None, help_code),
    Shown("recovery codes", SECRETARIAT, at("/account/recovery-codes/")),
    Shown("joining", None, at("/join/")),
    Shown("joining with errors", None, empty_form("/join/", "Send me a code")),
    Shown("code for joining", None, apply),
    Shown("application sent", None, at("/join/waiting/")),
    Shown("invitation", None, invited),
    Shown("code for an invitation", None, invited_code),
    Shown("applications", REP, at("/applications/")),
    Shown("application", REP, by_link("/applications/", "Priya Lindqvist")),
    Shown("application with an error", REP, erring(by_link("/applications/", "Priya Lindqvist"), "Refuse, with this reason")),
    Shown("no applications", "morwenna-tregaskis", at("/applications/")),
    Shown("invitations", REP, at("/invitations/")),
    Shown("inviting with errors", SECRETARIAT, empty_form("/invitations/", "Send the invitation")),
    Shown("welcome of a member", MEMBER, at("/welcome/")),
    Shown("first weeks of a newcomer", "helen-postlethwaite", at("/induction/")),
    Shown("weekly list", REP, at("/weekly-list/")),
    Shown("desk of a region", REP, at("/regions/north-west/desk/")),
    Shown("own term", REP, at("/term/")),
    Shown("own term with errors", REP, erring(at("/term/"), "Hand over North West")),
    Shown("own term of an officer", OFFICER, at("/term/")),
    Shown("terms", SECRETARIAT, at("/secretariat/terms/")),
    Shown("terms of a region", SECRETARIAT, at("/secretariat/terms/north-west/")),
    Shown("terms of a vacant region", SECRETARIAT, at("/secretariat/terms/south-east/")),
    Shown("terms of officers", SECRETARIAT, at("/secretariat/terms/officers/")),
    Shown("offering to represent", VOLUNTEER, at("/volunteer/")),
    Shown("in confidence", MEMBER, at("/write-to/chair/")),
    Shown("my membership as a lead", LEAD, at("/membership/")),
    Shown("my membership, lapsed", LAPSED, at("/membership/")),
    Shown("my membership, suspended", SUSPENDED, at("/membership/")),
    Shown("leaving", LEAD, at("/membership/leave/")),
    Shown("places of a service", "helen-postlethwaite", at("/services/westmorland-and-furness/places/")),
    Shown("places with errors", "denise-culshaw", empty_form("/services/wigan/places/", "Give them a place")),
    Shown("taking a place back", SECRETARIAT, by_link("/services/cheshire/places/", "Take back")),
    Shown("editing a service", LEAD, at("/services/lancashire/edit/")),
    Shown("members of a region", OFFICER, at("/regions/north-west/members/")),
    Shown("suspending", OFFICER, by_link("/regions/north-west/members/", "Suspend")),
    Shown("lifting a suspension", OFFICER, by_link("/regions/west-midlands/members/", "Lift")),
    Shown("members of a region as a file", OFFICER, at("/regions/north-west/export/")),
    Shown("audit log", OFFICER, at("/audit-log/")),
    Shown("audit log as a file", OFFICER, at("/audit-log/export/")),
    Shown("secretariat", SECRETARIAT, at("/secretariat/")),
    Shown("members for the secretariat", SECRETARIAT, at("/secretariat/members/")),
    Shown("a member for the secretariat", SECRETARIAT, by_link("/secretariat/members/?q=garrity", "Siobhan Garrity")),
    Shown("mail diary of a member", SECRETARIAT, after(by_link("/secretariat/members/?q=garrity", "Siobhan"), "What was mailed", "Mail to")),
    Shown("a place to end", SECRETARIAT, after(by_link("/secretariat/members/?q=garrity", "Siobhan"), "Give it a last day")),
    Shown("letting somebody in", SECRETARIAT, empty_form("/secretariat/members/new/", "Make them a member")),
    Shown("services for the secretariat", SECRETARIAT, at("/secretariat/services/")),
    Shown("a service for the secretariat", SECRETARIAT, at("/secretariat/services/lancashire/")),
    Shown("a payment", SECRETARIAT, empty_form("/secretariat/services/lancashire/payment/", "Record the payment")),
    Shown("a service to split", SECRETARIAT, at("/secretariat/services/westmorland-and-furness/split/")),
    Shown("a payment to take back", SECRETARIAT, after(at("/secretariat/services/lancashire/"), "Take back")),
    Shown("networks for the secretariat", SECRETARIAT, at("/secretariat/networks/")),
    Shown("a network for the secretariat", SECRETARIAT, at("/secretariat/networks/north-west/")),
    Shown("opening a network with errors", SECRETARIAT, empty_form("/secretariat/networks/open/", "Open it")),
    Shown("merging a network", SECRETARIAT, at("/secretariat/networks/harm-outside-the-home/merge/")),
    Shown("closing a network", SECRETARIAT, at("/secretariat/networks/harm-outside-the-home/close/")),
    Shown("imports", SECRETARIAT, at("/secretariat/imports/")),
    Shown("an import", SECRETARIAT, by_link("/secretariat/imports/", "members-spring.csv")),
    Shown("members as a file", SECRETARIAT, at("/secretariat/export/")),
    Shown("erasing a member", SECRETARIAT, after(by_link("/secretariat/members/?q=garrity", "Siobhan"), "Erase")),
    Shown("my data", MEMBER, at("/my-data/")),
    Shown("erasing my data", MEMBER, at("/my-data/erase/")),
    Shown("moving a topic", REP, after(after(by_link("/boards/north-west/", "Reduced timetables"), "Moderate this topic"), "Move it to another board", "Move")),
    Shown("held for me", OTHER, at("/held-for-me/")),
    *PAGES_OF_WRITING,
    *PAGES_OF_PEOPLE,
    *PAGES_OF_MEETINGS,
]  # fmt: skip
