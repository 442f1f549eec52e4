"""Nobody is told twice, nobody misses what a push lost, and nobody holds more sockets than is allowed."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Member
from config.asgi import application
from notifications.live import consumer, hub, push
from notifications.live.hub import this_hub
from outbox.record import next_number
from regions.actions.change_membership import change_membership
from tests.factories import make_answer, make_topic
from tests.notifications.sockets import (
    HOST,
    ORIGIN,
    cookie_of,
    frame_of,
    layer_ready,
    open_page,
    publish,
    push_from_here,
    session_of,
)
from tests.outbound import drain_outbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.embedded]


def test_the_same_number_is_told_once_and_a_change_each_time(topic, follower, board):
    drain_outbox()
    stream = f"board:{board.pk}"

    async def journey():
        await push_from_here()
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await layer_ready()
        for tell in (push.board_moved, push.board_moved, push.board_changed):
            await asyncio.to_thread(tell, stream, 2, topic_id=topic.pk, post_id=1)
        frames = [await frame_of(socket), await frame_of(socket)]
        assert await socket.receive_nothing(0.2)
        await socket.disconnect()
        return frames

    assert [(frame["stream"], frame["seq"]) for frame in asyncio.run(journey())] == [(stream, 2), (stream, 2)]


def test_fault_f6_a_number_whose_push_was_lost_is_told_within_two_ticks(topic, follower, board, monkeypatch):
    """As when Redis is away: the number is in the database, and nothing was said."""
    drain_outbox()
    monkeypatch.setattr(hub, "TICK_SECONDS", 0.1)

    async def journey():
        socket, _ = await open_page(follower, f"board={board.pk}")
        hello = await frame_of(socket)
        await sync_to_async(next_number)(f"board:{board.pk}")
        frame = await frame_of(socket, 2)
        assert await socket.receive_nothing(0.5)
        await socket.disconnect()
        return hello["numbers"][f"board:{board.pk}"], frame

    before, frame = asyncio.run(journey())
    assert frame == {"kind": "moved", "stream": f"board:{board.pk}", "seq": before + 1}


def test_fault_f6_a_page_is_let_in_and_told_though_the_layer_is_away(topic, author, follower, board, monkeypatch):
    def away():
        raise ConnectionError

    drain_outbox()
    monkeypatch.setattr(hub, "TICK_SECONDS", 0.1)
    monkeypatch.setattr(hub, "get_channel_layer", away)
    monkeypatch.setattr(push, "get_channel_layer", away)

    async def journey():
        socket, connected = await open_page(follower, f"board={board.pk}")
        assert connected
        await frame_of(socket)
        await publish(make_answer, author, topic)
        frames = [await frame_of(socket, 3), await frame_of(socket, 3)]
        await socket.disconnect()
        return frames

    told = {(frame["kind"], frame["stream"], frame["seq"]) for frame in asyncio.run(journey())}
    assert told == {("moved", f"board:{board.pk}", 2), ("told", f"member:{follower.pk}", 2)}


def test_socket_poll_and_reload_show_the_same(topic, author, follower, board, seen_by):
    drain_outbox()
    browser = seen_by(follower)
    seq = browser.get(f"/boards/{board.slug}/").context["live_seq"]

    async def journey():
        await push_from_here()
        socket, _ = await open_page(follower, f"board={board.pk}")
        hello = await frame_of(socket)
        await layer_ready()
        await publish(lambda: (make_answer(author, topic), make_topic(author, board, title="One more")))
        frames = [await frame_of(socket) for _ in range(4)]
        await socket.disconnect()
        return hello["numbers"], frames

    hello, frames = asyncio.run(journey())
    told = {stream: [frame["seq"] for frame in frames if frame["stream"] == stream] for stream in hello}
    poll = browser.get(f"/live/since/?board={board.pk}&seq={seq}").json()
    page = browser.get(f"/boards/{board.slug}/")

    assert hello[f"board:{board.pk}"] == seq
    assert told[f"board:{board.pk}"] == poll["numbers"] == list(range(seq + 1, page.context["live_seq"] + 1))
    assert told[f"member:{follower.pk}"] == [2, 3]
    assert poll["topics"] == 2
    assert f'data-bell="{poll["bell"]}"' in page.content.decode()


def test_threat_63_eleven_sockets_asked_for_at_once_are_ten(follower, board):
    async def journey():
        opened = await asyncio.gather(*(open_page(follower, f"board={board.pk}") for _ in range(12)))
        let_in = sum(connected for _, connected in opened)
        for socket, connected in opened:
            if connected:
                await socket.disconnect()
        again, connected = await open_page(follower, f"board={board.pk}")
        await again.disconnect()
        return let_in, connected, len(this_hub().listeners)

    let_in, again, left = asyncio.run(journey())
    assert (let_in, again) == (10, True)
    assert left <= 1


def test_fault_f7_who_has_left_while_they_waited_at_the_door_is_asked_for_nothing(follower, board, monkeypatch):
    asked, go_on, let_in = [], threading.Event(), consumer.let_in

    def slowly(key, *shown):
        asked.append(key)
        go_on.wait(10)
        return let_in(key, *shown)

    monkeypatch.setattr(consumer, "let_in", slowly)
    keys = [session_of(follower) for _ in range(3)]

    async def journey():
        this_hub().door = asyncio.Semaphore(1)
        first = asyncio.create_task(open_page(None, f"board={board.pk}", key=keys[0]))
        while not asked:
            await asyncio.sleep(0.01)
        gone = WebsocketCommunicator(application, "/live/", headers=[HOST, ORIGIN, cookie_of(keys[1])])
        await gone.send_input({"type": "websocket.connect"})
        await gone.send_input({"type": "websocket.disconnect", "code": 1001})
        last = asyncio.create_task(open_page(None, f"board={board.pk}", key=keys[2]))
        go_on.set()
        opened = [await first, await last]
        await gone.wait(5)
        for socket, _ in opened:
            await socket.disconnect()
        return [connected for _, connected in opened]

    assert asyncio.run(journey()) == [True, True]
    assert asked == [keys[0], keys[2]]


@pytest.mark.parametrize("origin", [b"HTTP://127.0.0.1:8000", b"http://127.0.0.1:8000/", b"http://127.0.0.1"])
def test_threat_61_an_origin_that_no_browser_writes_gets_no_socket(follower, board, origin):
    async def journey():
        _, connected = await open_page(follower, f"board={board.pk}", headers=((b"origin", origin), HOST))
        return connected

    assert asyncio.run(journey()) is False


def test_threat_61_a_page_that_names_no_origin_or_another_host_gets_no_socket(follower, board):
    async def journey():
        without = await open_page(follower, f"board={board.pk}", headers=(HOST,))
        other = ((b"origin", b"http://evil.example"), (b"host", b"evil.example"))
        return without[1], (await open_page(follower, f"board={board.pk}", headers=other))[1]

    assert asyncio.run(journey()) == (False, False)


@pytest.mark.parametrize("state", ["expired", "disabled", "signed_out", "never"])
def test_threat_62_a_session_that_is_none_opens_nothing_and_one_that_ends_is_hung_up(follower, board, state):
    def end():
        if state == "expired":
            Session.objects.update(expire_date=timezone.now())
        elif state == "disabled":
            Member.objects.filter(pk=follower.pk).update(is_active=False)
        else:
            Session.objects.all().delete()

    async def journey():
        socket, connected = await open_page(follower, f"board={board.pk}")
        assert connected
        await frame_of(socket)
        await sync_to_async(end)()
        closed = await frame_of(socket, 2)
        name = "x" if state == "never" else await sync_to_async(session_of)(follower)
        await sync_to_async(end)()
        _, late = await open_page(None, f"board={board.pk}", key=name)
        return closed, late

    assert asyncio.run(journey()) == ({"kind": "closed", "code": 4401}, False)


def test_threat_15_a_hundred_posts_after_the_membership_ended_send_nothing(topic, author, follower, board, monkeypatch):
    drain_outbox()

    async def journey():
        await push_from_here()
        socket, _ = await open_page(follower, f"board={board.pk}")
        await frame_of(socket)
        await layer_ready()
        place = await sync_to_async(follower.memberships.get)()
        await sync_to_async(lambda: change_membership(None, place.pk, status="ended"))()
        for seq in range(2, 102):
            await asyncio.to_thread(push.board_moved, f"board:{board.pk}", seq, topic_id=topic.pk, post_id=seq)
        first = await frame_of(socket, 2)
        return first, await socket.receive_nothing(0.2)

    assert asyncio.run(journey()) == ({"kind": "closed", "code": 4401}, True)
