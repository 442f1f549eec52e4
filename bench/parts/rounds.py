"""Asking for the pages, in rounds."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from asgiref.sync import sync_to_async
from django.urls import reverse

from bench.parts.browser import Answer, Browser
from bench.parts.scene import SEARCHES, Scene
from bench.parts.statements import Statement, watched_statements
from config.asgi import application

WARM_UP = 4
ANSWER = "We moved it to a weekly meeting in the spring, and waits fell.\n\n- one named contact\n- one page, no jargon"


@dataclass
class Figures:
    """Of one kind of page: the time of each asking, and what it asks of the database when it is warm."""

    times: list[float] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


async def ask_in_rounds(scene: Scene, rounds: int) -> dict[str, Figures]:
    """The kinds take turns, in an order that changes each round, so that a slow moment of the machine hits them all.

    What each asks of the database is watched in the last round of warming up, which is not timed.
    """
    browser = await sync_to_async(Browser)(application, scene.member)
    others = {
        "floor": Browser(application, None),  # nobody's page: no session, no member, one query
        "desk": await sync_to_async(Browser)(application, scene.representative),
    }
    pages = _pages(scene)
    kinds, rng = [*pages, "reply"], random.Random(1)
    figures = {kind: Figures() for kind in kinds}
    for turn in range(-WARM_UP, rounds):
        rng.shuffle(kinds)
        for kind in kinds:
            ask = await _ready(others.get(kind, browser), pages, scene, kind, turn)
            if turn == -1:
                with watched_statements() as figures[kind].statements:
                    await ask()
                continue
            answer = await ask()
            if turn >= 0:
                figures[kind].times.append(answer.seconds * 1_000)
    return figures


def _pages(scene: Scene) -> dict[str, str]:
    topic = reverse("topic", args=[scene.longest.pk])
    return {
        "floor": reverse("floor", args=[scene.longest.pk]),
        "index": reverse("home"),
        "boards": reverse("boards"),
        "topic_list": reverse("board", args=[scene.board.slug]),
        "topic_first": f"{topic}?page=1",
        "topic_deep": f"{topic}?page={scene.pages}",
        "search": reverse("search"),
        "directory": reverse("directory"),
        "region": reverse("region", args=[scene.board.network.slug]),
        "desk": reverse("region_desk", args=[scene.board.network.slug]),
    }


async def _ready(
    browser: Browser, pages: dict[str, str], scene: Scene, kind: str, turn: int
) -> Callable[[], Awaitable[Answer]]:
    """All that is left is to ask. To answer, the page with its form was opened before, as a person does."""
    if kind == "reply":
        address = reverse("topic", args=[scene.answered.pk])
        fields = await browser.fill_in(address, text=ANSWER)
        return partial(_checked, partial(browser.post, address, fields), 302)
    address = pages[kind]
    if kind == "search":
        address += f"?q={SEARCHES[turn % len(SEARCHES)].replace(' ', '+')}"
    return partial(_checked, partial(browser.get, address), 200)


async def _checked(ask: Callable[[], Awaitable[Answer]], expected: int) -> Answer:
    answer = await ask()
    if answer.status != expected:
        raise SystemExit(f"The page answered with {answer.status}, not {expected}: {answer.body[:300]}")
    return answer
