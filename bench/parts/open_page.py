"""An open page as far as numbers go: what it holds, what it asks, and how it comes back when it is cut off."""

import asyncio
import json
import random
from collections import Counter
from typing import Any

from bench.parts.sockets import Socket, open_socket

FIRST_WAIT, LONGEST_WAIT = 2.0, 10.0  # as static/js/live.js waits before it connects again


class OpenPage:
    """Shows one board; any of the processes at `ports` will do. `applied`: how often each number was taken up."""

    def __init__(self, stream: str, headers: dict[str, str], ports: list[int]) -> None:
        self.stream, self.headers, self.ports = stream, headers, ports
        self.held: int | None = None
        self.applied: Counter[int] = Counter()
        self.told_twice = 0
        self.tries = 0
        self._asking: asyncio.Task[None] | None = None
        self._again = False
        self._told: set[int] = set()
        self._stopped = False
        self.socket: Socket | None = None

    async def stay(self) -> None:
        """Be connected, to any of the processes, until `leave`."""
        while not self._stopped:
            port = random.choice(self.ports)
            board = self.stream.partition(":")[2]
            self.socket = await open_socket(port, f"/live/?board={board}", self.headers, self._heard)
            if self.socket is not None:
                self.tries = 0
                await self.socket.closed
                self.socket = None
            self.tries += 1
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self.tries - 1, 5))
            await asyncio.sleep(0 if self._stopped else wait / 2 + random.random() * wait / 2)

    def leave(self) -> None:
        self._stopped = True
        if self.socket is not None:
            self.socket.transport.abort()
        if self._asking is not None:
            self._asking.cancel()

    def _heard(self, socket: Socket, text: str, at: float) -> None:
        frame = json.loads(text)
        if frame["kind"] == "hello":
            newest = frame["numbers"][self.stream]
            self._told = {newest}
            if self.held is None:
                self.held = newest
            elif newest > self.held:
                self._ask(0)
        elif frame.get("stream") == self.stream and self.held is not None:
            self.told_twice += frame["seq"] in self._told
            self._told.add(frame["seq"])
            if frame["seq"] == self.held + 1:
                self._apply([frame["seq"]])
            elif frame["seq"] > self.held:
                self._ask(frame.get("spread", 0))

    def _apply(self, numbers: list[int]) -> None:
        self.applied.update(numbers)
        self.held = max([self.held or 0, *numbers])

    def _ask(self, spread: int) -> None:
        """One question at a time: what comes while it is asked makes it be asked again."""
        if self._asking is not None and not self._asking.done():
            self._again = True
            return
        self._asking = asyncio.create_task(self._since(spread))

    async def _since(self, spread: int) -> None:
        """`/live/since/`, as the page asks it; where nobody is there, the poll asks again (here after a second)."""
        await asyncio.sleep(random.random() * spread / 1000)
        board, wanted = self.stream.partition(":")[2], True
        while wanted and not self._stopped:
            self._again = False
            try:
                answer = await _get(self.ports, f"/live/since/?board={board}&seq={self.held}", self.headers)
                self._apply([number for number in answer["numbers"] if number > (self.held or 0)])
                wanted = self._again
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.5 + random.random())


async def _get(ports: list[int], path: str, headers: dict[str, str]) -> Any:
    reader, writer = await asyncio.open_connection("127.0.0.1", random.choice(ports))
    try:
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "Connection: close"]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head, _, body = (await asyncio.wait_for(reader.read(), 20)).partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ValueError(head[:80])
        if b"chunked" in head.lower():
            body = body.partition(b"\r\n")[2].rpartition(b"\r\n0\r\n")[0]
        return json.loads(body)
    finally:
        writer.close()
