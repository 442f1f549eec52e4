"""One hub a process: it hears the layer once for all of the process's sockets, and asks for rights before each send."""

import asyncio
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import structlog
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.utils import timezone

from notifications.live.push import GROUP
from notifications.live.rights import versions_and_sessions

log = structlog.get_logger(__name__)
TICK_SECONDS, JOIN_AGAIN_SECONDS = 1.0, 600
GONE = 4401  # the socket's right or session ended: the page may connect again and ask


class Line(Protocol):
    """The socket as the hub needs it."""

    async def send_text(self, text: str) -> None: ...
    async def hang_up(self, code: int) -> None: ...


@dataclass(eq=False)
class Listener:
    line: Line
    member_id: int
    session_key: str
    version: int
    day: date
    streams: frozenset[str]
    until: float | None = None  # when the showing of a second factor ends, for who needs one


class Hub:
    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.hears = asyncio.Event()  # set while the hub is in the layer's group
        self._tasks: list[asyncio.Task[None]] = []

    def add(self, listener: Listener) -> None:
        self.listeners.add(listener)
        if not self._tasks or any(task.done() for task in self._tasks):
            for task in self._tasks:
                task.cancel()
            self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._watch())]

    def remove(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    def sockets_of(self, member_id: int) -> int:
        return sum(listener.member_id == member_id for listener in self.listeners)

    async def deliver(self, message: dict[str, Any]) -> None:
        """Pass one push on to those who may hear it."""
        kind = message["type"]
        if kind == "live.rights":
            await self._hang_up(one for one in self.listeners if one.member_id == message["member"])
            return
        if kind == "live.readers":
            await self._still_entitled(list(self.listeners))
            return
        frames = _frames(message)
        concerned = [(one, frames[key]) for one in self.listeners for key in one.streams & frames.keys()]
        if not concerned:
            return
        entitled = set(await self._still_entitled([one for one, _ in concerned]))
        for one, text in concerned:
            if one in entitled:
                await one.line.send_text(text)

    async def _still_entitled(self, listeners: list[Listener]) -> list[Listener]:
        """Those whose rights and sessions are what they were; the others are hung up. Two queries for all."""
        versions, sessions = await database_sync_to_async(versions_and_sessions)(
            list({one.member_id for one in listeners}), list({one.session_key for one in listeners})
        )
        today, now = timezone.localdate(), timezone.now().timestamp()
        good = [
            one for one in listeners
            if one.version == versions[one.member_id] and one.session_key in sessions and one.day == today
            and (one.until is None or one.until > now)
        ]  # fmt: skip
        await self._hang_up(set(listeners) - set(good))
        return good

    async def _hang_up(self, listeners) -> None:  # type: ignore[no-untyped-def]
        for one in list(listeners):
            self.listeners.discard(one)
            await one.line.hang_up(GONE)

    async def _hear(self) -> None:
        """Follow the layer for ever; when it goes away, join again. The group is joined anew before it expires."""
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                self.hears.set()
                joined = asyncio.get_running_loop().time()
                while asyncio.get_running_loop().time() - joined < JOIN_AGAIN_SECONDS:
                    try:
                        message = await asyncio.wait_for(layer.receive(channel), timeout=JOIN_AGAIN_SECONDS)
                    except TimeoutError:
                        break
                    await self.deliver(message)
                await layer.group_discard(GROUP, channel)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                self.hears.clear()
                log.warning("live layer away", error=type(error).__name__)
                await asyncio.sleep(TICK_SECONDS)

    async def _watch(self) -> None:
        """Once a second: whose right, session or day has ended, without any push? Also covers a layer that is away."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if self.listeners:
                try:
                    await self._still_entitled(list(self.listeners))
                except Exception as error:
                    log.warning("rights could not be asked", error=type(error).__name__)


def _frames(message: dict[str, Any]) -> dict[str, str]:
    """What each stream's listeners are sent: ids and numbers, never contents."""
    if message["type"] == "live.told":
        return {
            key: json.dumps({"kind": "told", "stream": key, "seq": seq}, separators=(",", ":"))
            for key, seq in message["numbers"]
        }
    frame = {"kind": "moved"} | {name: message[name] for name in ("stream", "seq", "topic", "post")}
    return {message["stream"]: json.dumps(frame, separators=(",", ":"))}


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def this_hub() -> Hub:
    """The hub of the running loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
