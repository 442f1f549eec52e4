"""Threat 63: one session that asks for sockets without end."""

import asyncio

import pytest

from notifications.live import consumer, knocking
from notifications.live.hub import this_hub
from notifications.live.knocking import A_SECOND, AT_ONCE, Knocks
from tests.notifications.sockets import open_page, session_of


def test_a_session_has_thirty_at_once_then_two_a_second_and_others_their_own(monkeypatch):
    now, knocks = [1000.0], Knocks()
    monkeypatch.setattr(knocking.time, "monotonic", lambda: now[0])

    assert [knocks.allowed("one") for _ in range(40)] == [True] * int(AT_ONCE) + [False] * 10
    assert knocks.allowed("other")
    now[0] += 3
    assert sum(knocks.allowed("one") for _ in range(40)) == 3 * A_SECOND


def test_who_has_not_knocked_for_long_is_forgotten(monkeypatch):
    now, knocks = [1000.0], Knocks()
    monkeypatch.setattr(knocking.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(knocking, "MOST_KEPT", 100)
    for turn in range(1_000):
        now[0] += 1
        knocks.allowed(f"session {turn}")

    assert len(knocks._left) <= 100


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_threat_63_who_knocks_too_often_is_asked_for_nothing(follower, board, monkeypatch):
    asked, let_in = [], consumer.let_in
    monkeypatch.setattr(consumer, "let_in", lambda key, *shown: asked.append(key) or let_in(key, *shown))
    monkeypatch.setattr(consumer, "KNOCKING_SECONDS", 0)
    monkeypatch.setattr(knocking, "A_SECOND", 0)
    key = session_of(follower)

    async def journey():
        this_hub().knocks = Knocks(at_once=2)
        opened = [await open_page(None, f"board={board.pk}", key=key) for _ in range(4)]
        for socket, connected in opened:
            if connected:
                await socket.disconnect()
        return [connected for _, connected in opened]

    assert asyncio.run(journey())[2:] == [False, False]
    assert len(asked) == 2
