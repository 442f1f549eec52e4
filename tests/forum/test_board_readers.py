"""Who reads a board is said by who looks after its network, and holds at once, everywhere."""

import pytest

from accounts.refs import ref
from audit.models import Entry
from forum.actions.close_board import close_board
from forum.actions.set_board_readers import set_board_readers
from forum.models import Board, BoardFollow, Post
from notifications.models import Delivery
from notifications.sender import drain_deliveries
from outbox.dispatch import drain_events
from regions.models import AccessVersion
from regions.permissions import Reason, Refused
from regions.problems import Problem
from tests.factories import fresh, make_answer, make_board, make_member, make_network, make_representative, make_topic
from tests.outbound import drain_outbox, mails_to, receive, write_mail

PLACES = (
    "/boards/north-west/", "/topics/{topic}/", "/topics/{topic}/newer/", "/posts/{post}/", "/live/since/?topic={number}",
)  # fmt: skip


@pytest.fixture
def shared(board, rep):
    set_board_readers(rep, board.pk, readers="members")
    return board


def seen_statuses(browser, topic):
    return {
        browser.get(
            path.format(topic=ref("topic", topic.pk), number=topic.pk, post=ref("post", topic.first_post_id))
        ).status_code
        for path in PLACES
    }


def test_a_board_opened_to_all_is_read_by_all_and_posted_on_by_its_own(topic, londoner, rep, seen_by, board):
    assert seen_statuses(seen_by(londoner), topic) == {404}

    set_board_readers(rep, board.pk, readers="members")

    browser = seen_by(londoner)
    assert {200, 302} >= seen_statuses(browser, topic)
    assert "Read by all members" in browser.get("/boards/north-west/").content.decode()
    with pytest.raises(Refused) as refused:
        make_answer(fresh(londoner), topic)
    assert refused.value.reason is Reason.NOT_YOUR_NETWORK
    assert Entry.objects.get(verb="set_board_readers").details == {"readers": "members"}


def test_scenario_9_a_board_closed_to_others_is_gone_for_them_at_once_by_every_way(
    shared, author, londoner, rep, seen_by
):
    topic = make_topic(author, shared, title="Zanzibarine protocol", text="Zanzibarine")
    browser = seen_by(londoner)
    assert b"<mark>Zanzibarine</mark> protocol" in browser.get("/search/?q=Zanzibarine").content
    version = AccessVersion.objects.get(member=londoner).version

    set_board_readers(rep, shared.pk, readers="network")

    assert seen_statuses(browser, topic) == {404}
    for path in (
        "/",
        "/boards/",
        "/notifications/",
        "/mail-settings/",
        "/regions/north-west/",
        f"/members/{ref('member', author.pk)}/",
    ):
        assert topic.subject.encode() not in browser.get(path).content, path
        assert b'"/boards/north-west/"' not in browser.get(path).content, path
    found = browser.get("/search/?q=Zanzibarine").content
    assert found.count(b"Zanzibarine") == browser.get("/search/?q=Qwertyuiopas").content.count(b"Qwertyuiopas")
    assert AccessVersion.objects.get(member=londoner).version == version + 1


def test_mail_that_waits_is_not_sent_to_who_lost_sight(shared, author, londoner, follower, rep):
    BoardFollow.objects.create(member=londoner, board=shared, wants="everything")
    make_topic(author, shared)
    drain_events()
    assert Delivery.objects.filter(member=londoner, state="waiting").count() == 1

    set_board_readers(rep, shared.pk, readers="network")
    drain_deliveries()

    assert mails_to(londoner.email) == []
    assert len(mails_to(follower.email)) == 1
    assert Delivery.objects.get(member=londoner).state == "skipped"


def test_setting_the_same_readers_again_changes_nothing(board, rep):
    versions = list(AccessVersion.objects.values_list("version", flat=True))
    set_board_readers(rep, board.pk, readers="network")

    assert list(AccessVersion.objects.values_list("version", flat=True)) == versions
    assert not Entry.objects.filter(verb="set_board_readers").exists()


@pytest.mark.parametrize("do", ["save", "close", "open"])
def test_scenario_14_only_its_own_representative_changes_a_regions_boards(do, board, author, rep, london, seen_by):
    make_board(london, slug="london")
    make_board(board.network, slug="north-west-2")
    other_rep = make_representative(london)
    path = "/networks/north-west/boards/" + ("" if do == "open" else f"{ref('board', board.pk)}/")
    fields = {"do": do, "name": "Stolen", "readers": "members", "version": 0}

    for person, answer in ((author, 403), (other_rep, 403), (make_member(london), 404)):
        page = seen_by(person).post(path, fields)
        assert page.status_code == answer
        assert seen_by(person).get(path).status_code == answer
    board.refresh_from_db()
    assert (board.readers, board.closed, Board.objects.filter(network=board.network).count()) == ("network", None, 2)
    assert Entry.objects.filter(verb="set_board_readers", outcome="refused").count() == 4


def test_representative_opens_a_board_named_with_its_region(board, rep, seen_by):
    browser = seen_by(rep)
    fields = {"do": "open", "name": "shared practice", "description": "What worked.", "readers": "members"}

    assert browser.post("/networks/north-west/boards/", fields).status_code == 302
    again = browser.post("/networks/north-west/boards/", fields)

    made = Board.objects.get(name="North West shared practice")
    assert (made.slug, made.readers) == ("north-west-shared-practice", "members")
    assert again.status_code == 422
    assert "has a board of that name" in again.content.decode()
    assert "What worked." in again.content.decode()


def test_threat_20_the_address_of_a_new_board_tells_nothing_of_others_boards(board, rep, seen_by):
    hidden = make_board(make_network("North", kind="group"), slug="north-west-plans")

    page = seen_by(rep).post("/networks/north-west/boards/", {"do": "open", "name": "plans", "readers": "network"})

    assert page.status_code == 302
    assert Board.objects.exclude(pk=hidden.pk).get(name="North West plans").slug == "north-west-plans-2"


def test_a_board_is_renamed_and_keeps_its_address(board, rep, seen_by):
    browser, path = seen_by(rep), f"/networks/north-west/boards/{ref('board', board.pk)}/"
    fields = {"do": "save", "name": "questions", "description": "", "readers": "network"}

    assert browser.post(path, fields | {"version": 0}).status_code == 302
    board.refresh_from_db()
    assert (board.name, board.slug, board.version) == ("North West questions", "north-west", 1)


def test_threat_83_of_two_at_one_form_the_second_keeps_their_words_and_sees_what_it_says_now(board, rep, seen_by):
    browser, path = seen_by(rep), f"/networks/north-west/boards/{ref('board', board.pk)}/"
    page = browser.get(path).content.decode()
    assert 'name="version" value="0"' in page
    assert "It now says" not in page
    first = {"do": "save", "name": "questions", "description": "For all that is new.", "readers": "members"}
    browser.post(path, first | {"version": 0})
    second = {"do": "save", "name": "answers", "description": "For all that is old.", "readers": "network"}
    late = browser.post(path, second | {"version": 0})
    shown = late.content.decode()

    board.refresh_from_db()
    assert (board.name, board.readers, board.purpose) == ("North West questions", "members", "For all that is new.")
    assert late.status_code == 422
    assert "Somebody else changed this meanwhile" in shown
    for words in ("It now says", "North West questions", "For all that is new.", "For all that is old.", "answers"):
        assert words in shown
    assert 'name="version" value="1"' in shown
    assert browser.post(path, second | {"version": 1}).status_code == 302
    board.refresh_from_db()
    assert (board.name, board.readers) == ("North West answers", "network")
    assert browser.post(path, second | {"version": "x"}).status_code == 422
    assert browser.post(path, {"do": "close"}).status_code == 422  # the last board, and no other fault is told


def test_a_closed_board_is_read_and_takes_nothing_by_page_or_mail(topic, board, author, rep, seen_by):
    make_board(board.network, slug="north-west-2")
    drain_outbox()
    close_board(rep, board.pk)
    raw = write_mail(sender=author.email, to="north-west@ymn.example", text="Hello?", subject="Hello")

    row = receive(raw, sender=author.email, to="north-west@ymn.example")

    page = seen_by(author).get(f"/topics/{ref('topic', topic.pk)}/").content.decode()
    assert "This board is closed" in page
    assert "<textarea" not in page
    assert (row.state, row.reason) == ("refused", "board_closed")
    assert b'north-west"' not in seen_by(author).get("/topics/new/").content
    assert Post.objects.count() == 1
    close_board(rep, board.pk, closed=False)
    assert make_answer(fresh(author), topic).number == 2


def test_the_last_open_board_of_a_network_stays(board, rep):
    with pytest.raises(Problem):
        close_board(rep, board.pk)
