"""What appears by itself on an open page, and what does not."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocket, WebSocketRoute, expect

from accounts.refs import number_of
from tests.browser.product import LONG_TOPIC, end_membership
from tests.browser.visitors import (
    Visitors,
    expect_unread,
    line,
    post_answer,
    post_saying,
    posts,
    start_topic,
    unread,
)

pytestmark = pytest.mark.browser

REDUCED = "Reduced timetables: who notices, and what do you do on day one?"


class Heard:
    """All that the sockets of a page were told."""

    def __init__(self, page: Page) -> None:
        self.sockets: list[WebSocket] = []
        self.frames: list[dict] = []
        page.on("websocket", self._opened)

    def _opened(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framereceived", lambda frame: self.frames.append(json.loads(frame)))

    def streams(self) -> set[str]:
        told = {frame["stream"] for frame in self.frames if "stream" in frame}
        return told.union(*(frame["numbers"] for frame in self.frames if frame["kind"] == "hello"))


def open_topic(page: Page, board: str, title: str) -> None:
    page.goto(f"/boards/{board}/")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_scenario_62_new_topic_shows_on_the_open_board_and_at_the_bell_without_a_reload(visitors: Visitors):
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    reader.goto("/boards/north-west/")
    told, topics = unread(reader), reader.get_by_role("main").get_by_role("listitem").count()
    reader.evaluate("window.sameDocument = true")

    start_topic(writer, "north-west", "Who has a working remand-bed protocol?", "Ours lapsed in March.")

    expect(line(reader, "1 topic has something new, show")).to_be_visible()
    expect_unread(reader, told + 1)
    expect(reader.get_by_role("main").get_by_role("listitem")).to_have_count(topics)
    assert reader.evaluate("window.sameDocument")

    line(reader, "1 topic has something new, show").click()
    expect(reader.get_by_role("link", name="Who has a working remand-bed protocol?")).to_be_visible()


def test_scenario_62_new_answer_is_said_once_moves_nothing_and_is_shown_in_place_when_pressed(visitors: Visitors):
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    open_topic(reader, "north-west", REDUCED)
    open_topic(writer, "north-west", REDUCED)
    posts(reader).nth(3).scroll_into_view_if_needed()
    reader.evaluate("window.scrollTo(0, 400)")
    there = (
        "[window.scrollY, ...[...document.querySelectorAll('article')].map((post) => post.getBoundingClientRect().top)]"
    )
    before = reader.evaluate(there)
    assert before[0] == 400

    post_answer(writer, "Our attendance officer rings the school the same day.")

    expect(line(reader, "1 new answer, show")).to_be_visible()
    assert reader.evaluate(there) == before
    said = reader.get_by_role("status").filter(has_text="1 new answer, show")
    expect(said).to_have_count(1)
    expect(said).to_have_text("1 new answer, show")
    expect(said).to_have_attribute("aria-live", "polite")
    expect(post_saying(reader, "rings the school the same day")).to_have_count(0)

    line(reader, "1 new answer, show").dblclick()
    answer = post_saying(reader, "rings the school the same day")
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()
    expect(answer).to_have_count(1)
    expect(posts(reader).last).to_contain_text("rings the school the same day")
    expect(line(reader, "1 new answer, show")).to_have_count(0)
    expect(said).to_have_count(0)


def test_answers_that_come_while_one_writes_do_not_move_the_box_nor_touch_the_words(visitors: Visitors):
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    open_topic(reader, "north-west", REDUCED)
    open_topic(writer, "north-west", REDUCED)
    box = reader.get_by_label("Your answer")
    box.press_sequentially("I am in the middle of a")
    reader.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    top = "(box) => box.getBoundingClientRect().top"
    before = box.evaluate(top)

    post_answer(writer, "We put it in the weekly list for the heads.")
    expect(line(reader, "1 new answer, show")).to_be_attached()

    expect(box).to_be_focused()
    expect(box).to_have_value("I am in the middle of a")
    assert box.evaluate(top) == pytest.approx(before, abs=1)


def test_answers_pressed_for_on_an_early_page_are_shown_on_the_last(visitors: Visitors):
    reader, writer = visitors.browser("tim-allpress"), visitors.browser("morwenna-tregaskis")
    open_topic(reader, "south-west", LONG_TOPIC)
    reader.goto(f"{urlsplit(reader.url).path}?page=1")
    expect(posts(reader)).to_have_count(20)
    open_topic(writer, "south-west", LONG_TOPIC)

    post_answer(writer, "A map of who is who, with photographs.")
    line(reader, "1 new answer, show").click()

    expect(reader.locator("[aria-current=page]").filter(has_text="2")).to_be_visible()
    expect(post_saying(reader, "with photographs")).to_have_count(1)
    expect(reader.get_by_text("New since you were here")).to_be_visible()


def test_scenario_62_member_of_another_region_sees_nothing_change_anywhere(visitors: Visitors):
    elsewhere = visitors.browser("dele-ogundipe")
    heard = Heard(elsewhere)
    elsewhere.goto("/boards/london/")
    page_before, told = elsewhere.locator("body").inner_text(), unread(elsewhere)
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    reader.goto("/boards/north-west/")
    path = start_topic(
        writer, "north-west", "Has your custody suite changed provider?", "A liaison question, zzqregion."
    )
    expect(line(reader, "1 topic has something new, show")).to_be_visible()

    assert elsewhere.locator("body").inner_text() == page_before
    # What is in order comes in order: London's own topic arrives, and nothing has arrived before it.
    start_topic(visitors.browser("natasha-verrall"), "london", "Who sits on your scrutiny panel?", "Ours has two gaps.")
    expect(line(elsewhere, "1 topic has something new, show")).to_be_visible()
    expect_unread(elsewhere, told + 1)
    assert len(heard.streams()) == 2, "a socket hears its member and the board shown"
    assert len([frame for frame in heard.frames if frame["kind"] == "moved"]) == 1

    answer = elsewhere.goto(path)
    assert answer is not None
    assert answer.status == 404
    since = elsewhere.goto(f"/live/since/?topic={number_of('topic', path.strip('/').split('/')[1])}&after=0")
    assert since is not None
    assert since.status == 404
    elsewhere.goto("/search/?q=zzqregion")
    expect(elsewhere.get_by_text("No post that you can read has all of these words")).to_be_visible()


def refuse(socket: WebSocketRoute) -> None:
    socket.close(code=1011, reason="the council's proxy lets no socket through")


def test_scenario_63_with_sockets_blocked_the_line_appears_by_the_half_minute_poll(visitors: Visitors):
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    reader.route_web_socket("**/live/**", refuse)
    reader.clock.install()
    open_topic(reader, "north-west", REDUCED)
    told = unread(reader)
    open_topic(writer, "north-west", REDUCED)
    post_answer(writer, "The virtual school keeps a list that we may read.")
    expect(post_saying(writer, "virtual school keeps a list")).to_be_visible()

    reader.clock.fast_forward(30_000)

    expect(line(reader, "1 new answer, show")).to_be_visible()
    expect(reader.get_by_role("status").filter(has_text="1 new answer, show")).to_have_count(1)
    assert unread(reader) >= told
    line(reader, "1 new answer, show").click()
    expect(post_saying(reader, "virtual school keeps a list")).to_be_focused()


def test_scenario_63_laptop_that_slept_asks_as_soon_as_it_is_looked_at(visitors: Visitors):
    reader, writer = visitors.browser("helen-postlethwaite"), visitors.browser("rob-tyldesley")
    reader.route_web_socket("**/live/**", refuse)
    open_topic(reader, "north-west", REDUCED)
    open_topic(writer, "north-west", REDUCED)
    post_answer(writer, "Day one is a visit, not a letter.")
    expect(post_saying(writer, "a visit, not a letter")).to_be_visible()

    reader.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(line(reader, "1 new answer, show")).to_be_visible()


def test_scenario_64_socket_of_a_member_who_lost_the_board_closes_and_hears_nothing_more(visitors: Visitors):
    loser = visitors.browser("derek-bagnall")
    heard = Heard(loser)
    with loser.expect_websocket() as opening:
        loser.goto("/boards/west-midlands/")
    socket = opening.value
    socket.wait_for_event("framereceived")
    board = next(stream for stream in heard.streams() if stream.startswith("board:"))

    end_membership(visitors.site, visitors.person("derek-bagnall").email)
    if not socket.is_closed():
        socket.wait_for_event("close", timeout=2000)

    # The page tries again, and is told of nothing but itself.
    if len(heard.sockets) == 1:
        loser.wait_for_event("websocket")
    if not heard.sockets[-1].is_closed() and heard.frames[-1]["kind"] != "hello":
        heard.sockets[-1].wait_for_event("framereceived")
    heard.frames.clear()
    witness = visitors.browser("frances-preece")
    witness.goto("/boards/west-midlands/")
    start_topic(visitors.browser("simone-garbett"), "west-midlands", "Bail support at weekends?", "We cannot staff it.")
    expect(line(witness, "1 topic has something new, show")).to_be_visible()

    assert [frame for frame in heard.frames if frame.get("stream") == board] == []
    assert board not in heard.streams()
    expect(loser.get_by_role("button", name="something new")).to_have_count(0)
    loser.reload()
    expect(loser.get_by_role("heading", level=1)).to_have_text("There is nothing here for you")
    assert urlsplit(loser.url).path == "/boards/west-midlands/"
    loser.goto("/")
    expect(loser.get_by_role("heading", level=1)).to_have_text("Your membership has ended")


def test_what_is_read_in_one_tab_is_read_in_the_others(visitors: Visitors):
    writer, reader = visitors.browser("rob-tyldesley"), visitors.browser("helen-postlethwaite")
    start_topic(writer, "north-west", "Read in which tab?", "In either.")
    reader.goto("/boards/north-west/")
    row = reader.get_by_role("main").get_by_role("listitem").filter(has_text="Read in which tab?")
    expect(row).to_contain_text("new")
    told = unread(reader)

    other = reader.context.new_page()
    open_topic(other, "north-west", "Read in which tab?")

    expect(row).not_to_contain_text("new")
    expect_unread(reader, told - 1)


def test_a_board_mends_its_rows_in_place_and_two_devices_of_one_member_agree(visitors: Visitors):
    reader, phone, writer = (visitors.browser(who) for who in ("helen-postlethwaite",) * 2 + ("rob-tyldesley",))
    open_topic(writer, "north-west", REDUCED)
    reader.goto("/boards/north-west/")
    phone.goto("/notifications/")
    row = reader.get_by_role("main").get_by_role("listitem").filter(has_text=REDUCED)
    answers = int(row.locator(".count .num").inner_text())
    reader.evaluate("window.sameDocument = true")

    post_answer(writer, "The heads sign the list on a Friday.")

    expect(row.locator(".count .num")).to_have_text(str(answers + 1))
    expect(line(phone, "1 more unread, show")).to_be_visible()
    assert reader.evaluate("window.sameDocument")

    reader.goto("/notifications/")
    reader.get_by_role("main").get_by_role("link", name=REDUCED).first.click()
    expect(post_saying(reader, "sign the list on a Friday")).to_be_visible()
    reader.reload()
    expect_unread(phone, unread(reader))


def test_who_is_writing_is_shown_to_who_shows_it_themselves_and_to_nobody_else(visitors: Visitors):
    asker, helper, third = (visitors.browser(who) for who in ("siobhan-garrity", "denise-culshaw", "rob-tyldesley"))
    for page in (asker, helper):
        page.goto("/mail-settings/")
        page.get_by_role("button", name="Show that I am writing").click()
        expect(page.get_by_role("button", name="Do not show that I am writing")).to_be_visible()
    for page in (asker, helper, third):
        open_topic(page, "north-west", REDUCED)

    with helper.expect_response("**/writing/") as said_so:
        helper.get_by_label("Your answer").press_sequentially("Not a word of this")
    assert said_so.value.ok
    asker.get_by_label("Your answer").focus()

    said = "Denise Culshaw is writing an answer too"
    expect(asker.get_by_role("status").filter(has_text=said)).to_have_count(1)
    assert "Not a word" not in asker.content()
    third.get_by_label("Your answer").press_sequentially("I write as well")
    expect(third.get_by_text(said)).to_have_count(0)
