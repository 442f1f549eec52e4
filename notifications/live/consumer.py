"""One WebSocket a page: says hello with the newest numbers, then passes on what the hub gives it."""

import json
from urllib.parse import parse_qs, urlsplit

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from accounts.models import Member
from notifications.live.hub import Listener, this_hub
from notifications.live.rights import hearing_for, sure_enough

MOST_SOCKETS_A_MEMBER = 10
REFUSED, TOO_MANY, NOT_ASKED = 4403, 4429, 4400


class LivePage(AsyncWebsocketConsumer):
    listener: Listener | None = None

    async def connect(self) -> None:
        user = self.scope.get("user")
        if not same_origin(self.scope) or not isinstance(user, Member) or not user.is_authenticated:
            await self.close(code=REFUSED)
            return
        sure, sure_until = await database_sync_to_async(sure_enough)(user, self.scope["session"])
        if not sure:
            await self.close(code=REFUSED)
            return
        hub = this_hub()
        if hub.sockets_of(user.pk) >= MOST_SOCKETS_A_MEMBER:
            await self.close(code=TOO_MANY)
            return
        hearing = await database_sync_to_async(hearing_for)(user, shown_boards(self.scope))
        self.listener = Listener(
            line=self, member_id=user.pk, session_key=self.scope["session"].session_key or "",
            version=hearing.version, day=hearing.day, streams=frozenset(hearing.numbers),
            until=sure_until,
        )  # fmt: skip
        await self.accept()
        hub.add(self.listener)
        await self.send_text(json.dumps({"kind": "hello", "numbers": hearing.numbers}))

    async def disconnect(self, code: int) -> None:
        if self.listener is not None:
            this_hub().remove(self.listener)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """A page has nothing to say here: who talks is hung up on."""
        await self.hang_up(NOT_ASKED)

    async def send_text(self, text: str) -> None:
        await self.send(text_data=text)

    async def hang_up(self, code: int) -> None:
        await self.close(code=code)


def same_origin(scope) -> bool:  # type: ignore[no-untyped-def]
    """The page that opens the socket must be ours: same host and port as it was asked for (GHSA-4qcv and the like)."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    parts = urlsplit(origin)
    domain, _ = split_domain_port(host)
    scheme = urlsplit(settings.SITE_URL).scheme
    return (
        bool(domain)
        and validate_host(domain, settings.ALLOWED_HOSTS)
        and parts.netloc == host
        and parts.scheme == scheme
    )


def shown_boards(scope) -> list[int] | None:  # type: ignore[no-untyped-def]
    """The boards that the page shows, from `?board=5`; None, all that the member may read, from `?home=1`."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    if query.get("home"):
        return None
    return [int(value[:9]) for value in query.get("board", [])[:5] if value.isdigit()]
