"""What became of words: posts changed, withdrawn, reported and removed, drafts, polls, what moderators do, appeals."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.arriving import (
    ASKED,
    ASKED_REP,
    GROUP_REP,
    MEMBER,
    MODERATED,
    OFFICER,
    ORDERED,
    OTHER,
    REP,
    SECRETARIAT,
    SEVERAL,
    SUSPENDED,
    Shown,
    after,
    at,
    by_link,
    erring,
)

BOARD = "/boards/north-west/"
Way = Callable[[Page], object]


def topic(title: str = MODERATED) -> Way:
    return by_link(BOARD, title)


def post(number: int, link: str = "", heading: str = "") -> Way:
    """A post of the moderated topic by itself, or where this link of it leads."""
    page = after(topic(), f"More about post {number}", f"Post {number}")
    return after(page, link, heading) if link else page


def topic_moderation(link: str = "", heading: str = "") -> Way:
    page = after(topic(), "Moderate this topic", "Moderate this topic")
    return after(page, link, heading) if link else page


def reported(page: Page) -> None:
    by_link("/moderation/", "A post by Rob Tyldesley was reported", "A post was reported")(page)


def taken_on(page: Page) -> None:
    reported(page)
    if page.get_by_role("button", name="Leave it to the others").count() == 0:
        page.get_by_role("button", name="I am looking at it").click()
    expect(page.get_by_text("You have taken this on")).to_be_visible()


def emptied(start: Way, label: str, button: str) -> Way:
    """That page's form with this field emptied and sent."""

    def arrive(page: Page) -> None:
        start(page)
        page.get_by_label(label).fill("")
        erring(lambda _: None, button)(page)

    return arrive


def previewed(page: Page) -> None:
    post(1, "Edit", "Edit your post")(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="This is how it will look")).to_be_visible()


def changed_meanwhile(page: Page) -> None:
    """The form says that its author began from the version before the present one."""
    post(1, "Edit", "Edit your post")(page)
    page.locator("[name=version]").evaluate("""(field) => {
      field.value = 0
      field.form.elements.text.value = "We send the leaver’s form the week before, and ring."
    }""")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("heading", name="What it says now, compared with yours")).to_be_visible()


def two_texts(page: Page) -> None:
    """What a tab without script is told, whose draft another tab has changed meanwhile."""
    topic()(page)
    page.locator("#answer").evaluate("""(form) => {
      form.elements.text.value = "What this tab holds"
      form.elements.draft_version.value = 0
      form.action = form.querySelector("[value=draft]").formAction
      HTMLFormElement.prototype.submit.call(form)
    }""")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two texts for one place")


def refused_file(page: Page) -> None:
    topic()(page)
    page.get_by_label("Your answer").fill("See the file.")
    page.get_by_label("Files").set_input_files(
        {"name": "a-program-with-a-rather-long-name-that-nobody-would-open.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00" * 40}
    )  # fmt: skip
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def poll_beside_topic(page: Page) -> None:
    page.goto("/topics/new/?board=north-west")
    page.get_by_text("Add a poll", exact=True).click()
    expect(page.get_by_label("Options")).to_be_visible()


def voted(page: Page) -> None:
    topic(SEVERAL)(page)
    page.get_by_label(re.compile("Girls")).check()
    page.get_by_role("button", name=re.compile("Answer|Change my answer", re.IGNORECASE)).and_(
        page.locator("#poll button")
    ).click()
    expect(page.get_by_text("You answered: Girls")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # it opens at the poll, and the bar on top then covers half of a link


def vote_refused(page: Page) -> None:
    topic(ORDERED)(page)
    page.locator("#poll").get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def saved_search(page: Page) -> None:
    """The same words again are the same search."""
    page.goto("/search/?q=timetable&network=north-west")
    page.get_by_role("button", name="Save this search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("timetable")


def saved_search_list(page: Page) -> None:
    saved_search(page)
    page.goto("/search/saved/")
    expect(page.get_by_role("link", name="timetable", exact=True)).to_be_visible()


def told_of_finds(page: Page) -> None:
    page.goto("/search/saved/")
    page.get_by_role("link", name="What is new, and settings of Beds and courts").click()
    expect(page.get_by_role("button", name="Mark as read")).to_be_visible()


def national_post(page: Page) -> None:
    """As the executive, who look after the national boards, see it."""
    after(by_link("/boards/national/", "Court reports"), "More about post 1", "Post 1")(page)


PAGES_OF_WRITING = [
    Shown("topic with its traces", OTHER, topic()),
    Shown("post by itself", MEMBER, post(1)),
    Shown("post of another by itself", OTHER, post(1)),
    Shown("withdrawn post for its author", MEMBER, post(2)),
    Shown("withdrawn post for another", OTHER, post(2)),
    Shown("changing a post", MEMBER, post(1, "Edit", "Edit your post")),
    Shown("changing a post with errors", MEMBER, emptied(post(1, "Edit", "Edit your post"), "Text", "Save the change")),
    Shown("changing a post, previewed", MEMBER, previewed),
    Shown("changing a post that was changed", MEMBER, changed_meanwhile),
    Shown("history of a post", OTHER, post(1, "What was changed")),
    Shown("drafts", MEMBER, at("/drafts/")),
    Shown("no drafts", "dele-ogundipe", at("/drafts/")),
    Shown("two drafts for one place", MEMBER, two_texts),
    Shown("topic with a refused file", OTHER, refused_file),
    Shown("closing with a summary", MEMBER, after(topic(), "Close with a summary")),
    Shown("closing with errors", MEMBER, emptied(after(topic(), "Close with a summary"), "What you heard", "Close the topic")),
    Shown("closed topic", MEMBER, topic("Which day suits")),
    Shown("locked topic", MEMBER, topic("A quarrel about parking")),
    Shown("reporting", OTHER, post(1, "Report", "Report this post")),
    Shown("reporting with errors", OTHER, erring(post(1, "Report", "Report this post"), "Report it")),
    Shown("my reports", OTHER, at("/reports/")),
    Shown("no reports", MEMBER, at("/reports/")),
    Shown("moderation queue", REP, at("/moderation/")),
    Shown("reported post to decide", REP, reported),
    Shown("reported post taken on", REP, taken_on),
    Shown("post to moderate", REP, post(1, "Moderate", "A post by")),
    Shown("removing with errors", REP, erring(post(1, "Moderate", "A post by"), "Remove the post")),
    Shown("removed post", REP, by_link("/moderation/", "A post by Helen Postlethwaite")),
    Shown("topic to moderate", REP, topic_moderation()),
    Shown("splitting", REP, topic_moderation("Make a topic of its own", "Make a topic of some answers")),
    Shown("splitting with errors", REP, erring(
        topic_moderation("Make a topic of its own", "Make a topic of some answers"), "Split")),
    Shown("merging", REP, topic_moderation("Put its posts at the end")),
    Shown("merging with errors", REP, erring(topic_moderation("Put its posts at the end"), "Merge")),
    Shown("first posts", REP, at("/networks/north-west/first-posts/")),
    Shown("account of moderation", MEMBER, at("/networks/north-west/account/")),
    Shown("asked regions", MEMBER, after(topic(ASKED), "Which regions take part", "Other regions")),
    Shown("asking regions with errors", MEMBER, erring(
        after(topic(ASKED), "Which regions take part", "Other regions"), "Ask them")),
    Shown("topic of another region", "simone-garbett", by_link("/boards/west-midlands/", ASKED)),
    Shown("region that is asked", ASKED_REP, by_link("/", "Another region asks yours", "asks Yorkshire")),
    Shown("region that is asked with errors", ASKED_REP, erring(
        by_link("/", "Another region asks yours", "asks Yorkshire"), "Do not take it on")),
    Shown("adding a poll", MEMBER, after(topic(), "Add a poll to this topic", "Add a poll")),
    Shown("adding a poll with errors", MEMBER, erring(after(topic(), "Add a poll to this topic", "Add a poll"), "Add the poll")),
    Shown("new topic with a poll", MEMBER, poll_beside_topic),
    Shown("poll of several answers", OTHER, topic(SEVERAL)),
    Shown("poll that I answered", MEMBER, voted),
    Shown("poll in order", OTHER, topic(ORDERED)),
    Shown("poll with an error", OTHER, vote_refused),
    Shown("poll that is open", OTHER, by_link("/boards/national/", "Turnaround underspend")),
    Shown("poll that is over", OTHER, by_link("/boards/national/", "Speech and language therapists")),
    Shown("home with a poll that waits", OTHER, at("/")),
    Shown("search with limits", MEMBER, at("/search/?q=timetable&network=north-west&kind=question&by=siobhan&since=2020-01-01")),
    Shown("search with limits without a hit", MEMBER, at("/search/?q=timetable&network=north-west&answered=no&files=yes")),
    Shown("saved search without a find", MEMBER, saved_search),
    Shown("saved searches", MEMBER, saved_search_list),
    Shown("saved search with errors", MEMBER, emptied(saved_search, "Name", "Save")),
    Shown("saved search with finds", OTHER, told_of_finds),
    Shown("no saved searches", REP, at("/search/saved/")),
    Shown("search with saved ones", OTHER, at("/search/")),
    Shown("weekly note", SECRETARIAT, at("/secretariat/weekly-note/")),
    Shown("copy for staff", MEMBER, at("/mail-settings/week/")),
    Shown("leaving a group", "tunde-afolayan", at("/networks/harm-outside-the-home/leave/")),
    Shown("leaving a group that one represents", GROUP_REP, at("/networks/harm-outside-the-home/leave/")),
    Shown("appealing", SUSPENDED, by_link("/", "appeal to the executive", "Appeal against your suspension")),
    Shown("appealing with errors", SUSPENDED, erring(
        by_link("/", "appeal to the executive", "Appeal against your suspension"), "Send the appeal")),
    Shown("appeal that is made", "abigail-stickland", by_link("/", "appeal to the executive", "Appeal against your suspension")),
    Shown("appeals", OFFICER, at("/appeals/")),
    Shown("deciding on an appeal", OFFICER, by_link("/appeals/", "Abigail Stickland appeals")),
    Shown("deciding on an appeal with errors", OFFICER, erring(by_link("/appeals/", "Abigail Stickland appeals"), "Decide")),
    Shown("no appeals", "denise-culshaw", at("/appeals/")),
    Shown("deleting everywhere", OFFICER, after(
        after(national_post, "Moderate", "A post by"), "Delete it everywhere")),
    Shown("deleting everywhere without a second factor", REP, after(
        post(1, "Moderate", "A post by"), "Delete it everywhere", "second")),
]  # fmt: skip
