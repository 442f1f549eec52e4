"""One hub a process: it hears the layer once for all of the process's sockets, and asks for rights before each send.

What a push said and what each socket knows are compared by number, so nobody is told twice; and once a second the
numbers are read from the database, so nobody misses what a push lost.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import structlog
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.utils import timezone

from notifications.live.away import outage
from notifications.live.frames import Frame, frames_of, newer
from notifications.live.knocking import Knocks
from notifications.live.push import GROUP
from notifications.live.rights import facts_now

log = structlog.get_logger(__name__)
TICK_SECONDS, JOIN_AGAIN_SECONDS = 1.0, 600
AT_THE_DOOR = 4  # so many are let in at once; who has left while they waited is asked for nothing
GONE = 4401  # the socket's right or session ended: the page may connect again and ask


class Line(Protocol):
    """The socket as the hub needs it."""

    async def send_text(self, text: str) -> None: ...
    async def hang_up(self, code: int) -> None: ...


@dataclass(eq=False, slots=True)
class Listener:
    line: Line
    member_id: int
    session_key: str
    version: int
    day: date
    numbers: dict[str, int]  # the streams that it hears, and the number that it was told last of each
    until: float | None = None  # when the showing of a second factor ends, for who needs one


class Hub:
    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.knocks = Knocks()
        self.door = asyncio.Semaphore(AT_THE_DOOR)
        self.hears = asyncio.Event()  # set while the hub is in the layer's group
        self._of_stream: defaultdict[str, set[Listener]] = defaultdict(set)
        self._stood: dict[str, int] = {}  # the numbers of all streams at the tick before
        self._places: Counter[int] = Counter()
        self._tasks: list[asyncio.Task[None]] = []

    def take_place(self, member_id: int, *, most: int) -> bool:
        """One of the member's places, which `remove` gives back. Taken before anything is waited for."""
        if self._places[member_id] >= most:
            return False
        self._places[member_id] += 1
        return True

    def add(self, listener: Listener) -> None:
        self.listeners.add(listener)
        for stream in listener.numbers:
            self._of_stream[stream].add(listener)
        if not self._tasks or any(task.done() for task in self._tasks):
            for task in self._tasks:
                task.cancel()
            self._tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._watch())]

    def remove(self, listener: Listener) -> None:
        """The socket is gone: its place is free."""
        self._forget(listener)
        self._places[listener.member_id] -= 1
        if self._places[listener.member_id] <= 0:
            del self._places[listener.member_id]

    def _forget(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for stream in listener.numbers:
            self._of_stream[stream].discard(listener)
            if not self._of_stream[stream]:
                del self._of_stream[stream]

    async def deliver(self, message: dict[str, Any]) -> None:
        """Pass one push on to those who may hear it."""
        kind = message["type"]
        if kind == "live.rights":
            await self._hang_up(one for one in self.listeners if one.member_id == message["member"])
        elif kind == "live.readers":
            await self._still_entitled(list(self.listeners))
        else:
            frames = frames_of(message)
            concerned = {one for stream in frames for one in self._of_stream.get(stream, ())}
            await self._tell(await self._still_entitled(list(concerned)), frames)

    async def _tell(self, listeners: list[Listener], frames: dict[str, Frame]) -> None:
        """Each frame once to each who hears its stream and does not know its number yet."""
        texts = {stream: frame.text(len(listeners)) for stream, frame in frames.items()}
        for one in listeners:
            for stream in one.numbers.keys() & frames.keys():
                frame = frames[stream]
                if not frame.fresh or frame.seq > one.numbers[stream]:
                    one.numbers[stream] = max(frame.seq, one.numbers[stream])
                    await one.line.send_text(texts[stream])

    async def _still_entitled(self, listeners: list[Listener], streams: Iterable[str] = ()) -> list[Listener]:
        """Those whose rights and sessions are what they were; the others are hung up. The same few queries for all.
        With `streams`, whoever is behind where one of them stood a tick ago is told: so long has a push time to come.
        """
        if not listeners:
            return []
        members, sessions = {one.member_id for one in listeners}, {one.session_key for one in listeners}
        facts = await database_sync_to_async(facts_now)(list(members), list(sessions), list(streams))
        today, now = timezone.localdate(), timezone.now().timestamp()
        good = [
            one for one in listeners
            if one.version == facts.versions[one.member_id] and one.session_key in facts.sessions
            and one.member_id in facts.active and one.day == today and (one.until is None or one.until > now)
        ]  # fmt: skip
        await self._hang_up(set(listeners) - set(good))
        if facts.numbers:
            await self._catch_up(good, self._stood)
            self._stood = facts.numbers
        return good

    async def _catch_up(self, listeners: list[Listener], numbers: dict[str, int]) -> None:
        behind = [one for one in listeners if any(one.numbers[key] < numbers.get(key, 0) for key in one.numbers)]
        streams = {key for one in behind for key in one.numbers if key in numbers}
        await self._tell(behind, {key: newer(key, numbers[key]) for key in streams})

    async def announce(self, message: dict[str, Any]) -> None:
        """Say something to all hubs. Where the layer is away, the poll of each page finds out."""
        try:
            await asyncio.wait_for(get_channel_layer().group_send(GROUP, message), TICK_SECONDS)
        except Exception as error:
            log.warning("push lost: pages will ask", error=type(error).__name__)

    async def _hang_up(self, listeners: Iterable[Listener]) -> None:
        for one in list(listeners):
            if one in self.listeners:
                self._forget(one)
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
                outage.noticed(type(error).__name__)
                await asyncio.sleep(TICK_SECONDS)

    async def _watch(self) -> None:
        """Once a second, without any push: whose right, session or day has ended, and who is behind? So a layer that is
        away, or lost something, costs a second.
        """
        while True:
            await asyncio.sleep(TICK_SECONDS)
            outage.look()
            try:
                await self._still_entitled(list(self.listeners), list(self._of_stream))
            except Exception as error:
                log.warning("rights could not be asked", error=type(error).__name__)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def this_hub() -> Hub:
    """The hub of the running loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
