"""Live pages: one hub for all sockets, rights asked before each word, and the same truth without any socket."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.refs import ref
from forum.actions.set_board_readers import set_board_readers
from forum.models import Board
from notifications.live import push
from notifications.models import Notification
from outbox.models import Event
from regions.actions.change_membership import change_membership
from regions.actions.end_membership_on import end_membership_on
from regions.actions.move_service import move_service
from regions.actions.remove_colleague import remove_colleague
from regions.actions.suspend_member import suspend_member
from tests.factories import make_answer, make_board, make_topic
from tests.notifications.sockets import HOST, frame_of, layer_ready, open_page, publish, push_from_here
from tests.outbound import drain_outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def in_this_loop():
    return push_from_here


@pytest.mark.embedded
def test_hello_names_the_newest_number_of_each_stream(topic, follower, board):
    async def journey():
        socket, connected = await open_page(follower, f"board={board.pk}")
        assert connected
        hello = await frame_of(socket)
        await socket.disconnect()
        return hello

    drain_outbox()
    hello = asyncio.run(journey())
    assert hello == {"kind": "hello", "numbers": {f"board:{board.pk}": 1, f"member:{follower.pk}": 1}}


@pytest.mark.embedded
def test_a_post_reaches_the_open_pages_of_its_board_and_no_other(
    topic, author, follower, londoner, london, board, in_this_loop
):
    other_board = make_board(london, slug="london")
    drain_outbox()

    async def journey():
        await in_this_loop()
        near, _ = await open_page(follower, f"board={board.pk}")
        far, _ = await open_page(londoner, f"board={board.pk}&board={other_board.pk}")
        assert set((await frame_of(near))["numbers"]) == {f"board:{board.pk}", f"member:{follower.pk}"}
        assert set((await frame_of(far))["numbers"]) == {f"board:{other_board.pk}", f"member:{londoner.pk}"}
        await layer_ready()
        await publish(make_answer, author, topic)
        frames = [await frame_of(near), await frame_of(near)]
        assert await far.receive_nothing(0.2)
        await near.disconnect()
        await far.disconnect()
        return frames

    moved, told = asyncio.run(journey())
    assert (moved["kind"], moved["stream"], moved["seq"], moved["topic"]) == ("moved", f"board:{board.pk}", 2, topic.pk)
    assert (told["kind"], told["stream"], told["seq"]) == ("told", f"member:{follower.pk}", 2)
    assert set(moved) == {"kind", "stream", "seq", "topic", "post"}


@pytest.mark.parametrize("status", ["ended", "suspended"])
@pytest.mark.embedded
def test_scenario_64_nothing_reaches_a_socket_after_the_right_ended(
    topic, author, follower, board, in_this_loop, status
):
    drain_outbox()

    async def journey():
        await in_this_loop()
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await layer_ready()
        place = await sync_to_async(follower.memberships.get)()
        await sync_to_async(lambda: change_membership(None, place.pk, status=status))()
        # The event of the change is not handled yet: the very next post must already be silent.
        await asyncio.to_thread(lambda: push.board_moved(f"board:{board.pk}", 99, topic_id=topic.pk, post_id=1))
        return await frame_of(socket, 3)

    assert asyncio.run(journey()) == {"kind": "closed", "code": 4401}


@pytest.mark.embedded
def test_socket_closes_within_two_seconds_without_any_push(topic, follower, board, in_this_loop):
    drain_outbox()

    async def journey():
        await in_this_loop()
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        place = await sync_to_async(follower.memberships.get)()
        await sync_to_async(lambda: change_membership(None, place.pk, status="ended"))()
        return await frame_of(socket, 2)

    assert asyncio.run(journey())["kind"] == "closed"


@pytest.mark.embedded
def test_socket_closes_when_its_session_is_signed_out(follower, board):
    async def journey():
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await sync_to_async(lambda: SessionStore().__class__.get_model_class().objects.all().delete())()
        return await frame_of(socket, 2)

    assert asyncio.run(journey())["kind"] == "closed"


@pytest.mark.parametrize(
    "origin",
    [
        b"https://evil.example",
        b"null",
        b"",
        b"http://sub.127.0.0.1:8000",
        b"http://127.0.0.1:9999",
        b"https://127.0.0.1:8000",
    ],
)
@pytest.mark.embedded
def test_page_of_another_origin_gets_no_socket(follower, board, origin):
    async def journey():
        _, connected = await open_page(follower, f"board={board.pk}", headers=((b"origin", origin), HOST))
        return connected

    assert asyncio.run(journey()) is False


@pytest.mark.embedded
def test_nobody_in_particular_gets_no_socket(board):
    async def journey():
        _, connected = await open_page(None, f"board={board.pk}")
        return connected

    assert asyncio.run(journey()) is False


@pytest.mark.embedded
def test_socket_that_talks_is_hung_up_on(follower, board):
    async def journey():
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await socket.send_to(text_data='{"subscribe": "board:999"}')
        return await frame_of(socket)

    assert asyncio.run(journey()) == {"kind": "closed", "code": 4400}


@pytest.mark.embedded
def test_asking_for_boards_that_are_not_ones_own_hears_nothing(londoner, board):
    async def journey():
        socket, _ = await open_page(londoner, f"board={board.pk}&board=999999&board=x")
        return await frame_of(socket)

    assert set(asyncio.run(journey())["numbers"]) == {f"member:{londoner.pk}"}


def test_since_tells_what_the_socket_would_have(topic, author, follower, board, seen_by):
    drain_outbox()
    browser = seen_by(follower)
    before = browser.get(f"/live/since/?topic={topic.pk}&after=1").json()
    make_answer(author, topic)
    make_answer(author, topic)
    drain_outbox()

    assert before == {"bell": 1, "answers": 0, "last": 1, "changes": 0}
    assert browser.get(f"/live/since/?topic={topic.pk}&after=1").json() == {
        "bell": 3,
        "answers": 2,
        "last": 3,
        "changes": 0,
    }
    assert browser.get(f"/live/since/?board={board.pk}&seq=1").json() == {
        "bell": 3,
        "topics": 1,
        "numbers": [2, 3],
        "seq": 3,
    }


def test_since_tells_nothing_of_boards_one_may_not_read(topic, londoner, board, seen_by):
    browser = seen_by(londoner)

    assert browser.get(f"/live/since/?board={board.pk}&seq=0").json() == {
        "bell": 0,
        "topics": 0,
        "numbers": [],
        "seq": 0,
    }
    assert browser.get(f"/live/since/?board={Board.objects.count() + 99}&seq=0").json() == {
        "bell": 0,
        "topics": 0,
        "numbers": [],
        "seq": 0,
    }


def test_new_answers_come_as_a_fragment_and_count_as_read(topic, author, follower, seen_by):
    make_answer(author, topic, "Fresh words.")
    page = seen_by(follower).get(f"/topics/{ref('topic', topic.pk)}/newer/?after=1").content.decode()

    assert "Fresh words." in page
    assert "<html" not in page
    assert follower.read_marks.get(topic=topic).number == 2


def test_a_layer_that_is_away_costs_no_post_and_no_notification(topic, author, follower, monkeypatch):
    def away():
        raise ConnectionError

    drain_outbox()
    monkeypatch.setattr("notifications.live.push.get_channel_layer", away)
    make_answer(author, topic)
    drain_outbox()

    assert Notification.objects.filter(member=follower).count() == 2


def test_notifications_of_a_person_are_numbered_without_gaps(topic, author, follower, board):
    for turn in range(3):
        make_answer(author, topic, f"Turn {turn}")
    make_topic(author, board, title="One more")
    drain_outbox()

    assert list(Notification.objects.filter(member=follower).order_by("seq").values_list("seq", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_reading_a_topic_reads_its_notifications_in_every_tab(topic, author, follower, seen_by):
    make_answer(author, topic)
    drain_outbox()
    browser, other_tab = seen_by(follower), seen_by(follower)
    assert other_tab.get("/live/since/").json()["bell"] == 2

    browser.get(f"/topics/{ref('topic', topic.pk)}/")

    assert other_tab.get("/live/since/").json()["bell"] == 0


@pytest.mark.parametrize("way", ["leave", "remove", "suspend", "move"])
@pytest.mark.embedded
def test_threats_15_and_62_the_socket_closes_when_a_membership_ends_by_any_action(
    topic, follower, rep, london, board, in_this_loop, way
):
    drain_outbox()
    place = follower.memberships.get()
    over, until = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=9)
    ways = {
        "leave": lambda: end_membership_on(None, place.pk, last_day=over),
        "remove": lambda: remove_colleague(None, place.pk, last_day=over),
        "suspend": lambda: suspend_member(rep, place.pk, reason="x", until=until),
        "move": lambda: move_service(None, place.service_id, version=0, region_id=london.pk),
    }
    type(place).objects.filter(pk=place.pk).update(tier="second")

    async def journey():
        await in_this_loop()
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await layer_ready()
        await sync_to_async(ways[way])()
        await asyncio.to_thread(lambda: push.board_moved(f"board:{board.pk}", 99, topic_id=topic.pk, post_id=1))
        return await frame_of(socket, 3)

    assert asyncio.run(journey()) == {"kind": "closed", "code": 4401}


@pytest.mark.embedded
def test_scenario_9_a_board_closed_to_others_hangs_up_their_sockets_and_rings_once(
    topic, author, rep, londoner, board, in_this_loop
):
    set_board_readers(rep, board.pk, readers="members")
    drain_outbox()

    async def journey():
        await in_this_loop()
        outside, connected = await open_page(londoner, f"board={board.pk}")
        assert connected
        hello = await frame_of(outside)
        await layer_ready()
        await publish(lambda: set_board_readers(rep, board.pk, readers="network"))
        closed = await frame_of(outside, 2)
        again, _ = await open_page(londoner, f"board={board.pk}")
        numbers = (await frame_of(again))["numbers"]
        await again.disconnect()
        return hello, closed, numbers

    hello, closed, numbers = asyncio.run(journey())
    assert f"board:{board.pk}" in hello["numbers"]
    assert closed == {"kind": "closed", "code": 4401}
    assert f"board:{board.pk}" not in numbers
    assert Event.objects.filter(name="ReadersChanged").count() == 2
