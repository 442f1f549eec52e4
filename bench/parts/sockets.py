"""A crowd of WebSockets in one process, with framing of its own: what a browser does, and as little more as can be."""

import asyncio
import base64
import os
import time
from collections.abc import Callable
from typing import Any

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
OPENING_SECONDS = 30


class Socket(asyncio.Protocol):
    """`heard` is called with each text and the instant at which it was here."""

    def __init__(self, address: str, headers: dict[str, str], heard: Callable[["Socket", str, float], None]) -> None:
        self.address, self.headers, self.heard = address, headers, heard
        self.transport: Any = None
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._bytes, self._shook_hands, self._code = b"", False, 1006

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {self.address} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        lines += ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._bytes += data
        if not self._shook_hands:
            head, end, rest = self._bytes.partition(b"\r\n\r\n")
            if not end:
                return
            self._shook_hands, self._bytes = True, rest
            if self.opened.done():
                return  # whoever wanted it has left
            self.opened.set_result(head.split(b" ", 2)[1] == b"101")
        while frame := self._next_frame():
            opcode, payload = frame
            if opcode == TEXT:
                self.heard(self, payload.decode(), now)
            elif opcode == PING:
                self.send(payload, PONG)
            elif opcode == CLOSE:
                self._code = int.from_bytes(payload[:2], "big") if payload else 1005
                self.transport.close()

    def _next_frame(self) -> tuple[int, bytes] | None:
        """A server's frames are not masked, and ours are short."""
        data = self._bytes
        if len(data) < 2:
            return None
        start, length = (4, int.from_bytes(data[2:4], "big")) if data[1] == 126 else (2, data[1])
        if len(data) < start + length:
            return None
        self._bytes = data[start + length :]
        return data[0] & 15, data[start : start + length]

    def send(self, payload: bytes, opcode: int = TEXT, *, first: int = 0x80) -> None:
        mask = b"\0\0\0\0"
        size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
        self.transport.write(bytes([first | opcode]) + size + mask + payload)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_result(False)
        if not self.closed.done():
            self.closed.set_result(self._code)


async def open_socket(
    port: int, address: str, headers: dict[str, str], heard: Callable[[Socket, str, float], None]
) -> Socket | None:
    """An open socket, or None: refused, or nobody there."""
    loop = asyncio.get_running_loop()
    try:
        _, socket = await loop.create_connection(lambda: Socket(address, headers, heard), "127.0.0.1", port)
        if await asyncio.wait_for(socket.opened, OPENING_SECONDS):
            return socket
        socket.transport.abort()
    except (OSError, TimeoutError):
        pass
    return None


async def open_crowd(makers: list[Callable[[], Any]], *, at_once: int = 20) -> list[Any]:
    """All of them, so many at a time."""
    turn = asyncio.Semaphore(at_once)

    async def one(make: Callable[[], Any]) -> Any:
        async with turn:
            return await make()

    return list(await asyncio.gather(*(one(make) for make in makers)))
