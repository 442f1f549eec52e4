"""One WebSocket a page: it is let in once, hears hello with the newest numbers, and then what the hub gives it.

A plain ASGI application and not a Channels consumer: that one would hold a subscription of its own at Redis for each
socket, and let nobody in while Redis is away. Here one hub hears for all.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import structlog
from channels.db import database_sync_to_async
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from notifications.live.hub import Listener, this_hub
from notifications.live.push import read_elsewhere
from notifications.live.rights import Hearing, let_in, member_stream

log = structlog.get_logger(__name__)
MOST_SOCKETS_A_MEMBER = 10
KNOCKING_SECONDS = 1.0
REFUSED, TOO_MANY, NOT_ASKED, LATER = 4403, 4429, 4400, 4503

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Line:
    """The socket as the hub needs it."""

    __slots__ = ("send",)

    def __init__(self, send: Send) -> None:
        self.send = send

    async def send_text(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def hang_up(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})


async def live_page(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await receive()  # websocket.connect
    left = asyncio.ensure_future(receive())  # a page has nothing to say: when this is done, it has gone, or talks
    try:
        await _stay(scope, send, left)
    finally:
        left.cancel()


async def _stay(scope: dict[str, Any], send: Send, left: asyncio.Future[dict[str, Any]]) -> None:
    hub = this_hub()
    if (key := session_key(scope)) and not hub.knocks.allowed(key):
        await asyncio.sleep(KNOCKING_SECONDS)  # whoever knocks without end waits, and keeps the process from nothing
        await send({"type": "websocket.close", "code": TOO_MANY})
        return
    async with hub.door:
        if left.done():
            return
        listener, code = await _listener_for(scope, Line(send))
    if listener is None:
        await send({"type": "websocket.close", "code": code})
        return
    try:
        await send({"type": "websocket.accept"})
        await listener.line.send_text(json.dumps({"kind": "hello", "numbers": listener.numbers}))
        hub.add(listener)
        if b"read=1" in scope.get("query_string", b""):  # a topic was opened, and so read
            await hub.announce(read_elsewhere(member_stream(listener.member_id)))
        scope.clear()  # it would be kept as long as the page is open
        if (await left)["type"] == "websocket.receive":
            await listener.line.hang_up(NOT_ASKED)
    finally:
        hub.remove(listener)


async def _listener_for(scope: dict[str, Any], line: Line) -> tuple[Listener | None, int]:
    """Who may hear, with a place among their sockets taken; or nobody, and why."""
    if not same_origin(scope):
        log.warning("socket of another origin refused", origin=_header(scope, b"origin")[:200])
        return None, REFUSED
    key = session_key(scope)
    try:
        hearing = await database_sync_to_async(let_in)(key, shown_boards(scope), shown_meeting(scope)) if key else None
    except Exception as error:
        log.warning("socket could not be let in", error=type(error).__name__)
        return None, LATER
    if hearing is None:
        return None, REFUSED
    if not this_hub().take_place(hearing.member_id, most=MOST_SOCKETS_A_MEMBER):
        return None, TOO_MANY
    return _listener(line, key, hearing), 0


def _listener(line: Line, key: str, hearing: Hearing) -> Listener:
    return Listener(
        line=line, member_id=hearing.member_id, session_key=key, version=hearing.version, day=hearing.day,
        numbers=hearing.numbers, until=hearing.until,
    )  # fmt: skip


def _header(scope: dict[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def session_key(scope: dict[str, Any]) -> str:
    try:
        cookies = SimpleCookie(_header(scope, b"cookie"))
    except CookieError:
        return ""
    cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def same_origin(scope: dict[str, Any]) -> bool:
    """The page that opens the socket must be ours: to the letter, the host and port that it was asked for (GHSA-4qcv
    and the like). A browser writes an origin in one way only.
    """
    host = _header(scope, b"host")
    domain, _ = split_domain_port(host)
    origin = f"{urlsplit(settings.SITE_URL).scheme}://{host}"
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and _header(scope, b"origin") == origin


def shown_boards(scope: dict[str, Any]) -> list[int] | None:
    """The boards that the page shows, from `?board=5`; None, all that the member may read, from `?home=1`."""
    return None if _asked(scope, "home") else _ids(_asked(scope, "board"))


def shown_meeting(scope: dict[str, Any]) -> int | None:
    """The meeting that the page shows, from `?meeting=7`."""
    return next(iter(_ids(_asked(scope, "meeting"))), None)


def _asked(scope: dict[str, Any], name: str) -> list[str]:
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get(name, [])


def _ids(values: list[str]) -> list[int]:
    return [int(value[:9]) for value in values[:5] if value.isascii() and value.isdigit()]
