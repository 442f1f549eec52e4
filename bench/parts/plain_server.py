"""The floor: a server that knows nobody and asks nothing. What one socket says, it writes to all, in a bare loop."""

import asyncio
import base64
import hashlib
import sys
from typing import Any

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
everybody: set[asyncio.Transport] = set()


class Plain(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport, self.open = transport, False

    def data_received(self, data: bytes) -> None:
        if self.open:
            said = data[6 : 6 + (data[1] & 127)]  # masked with nothing, and short: it is our own client
            frame = bytes([0x81, len(said)]) + said
            for one in everybody:
                one.write(frame)
            return
        key = next(line[19:] for line in data.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key: "))
        accept = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest())
        head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.transport.write(head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        self.open = True
        everybody.add(self.transport)

    def connection_lost(self, error: Exception | None) -> None:
        everybody.discard(self.transport)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Plain, "127.0.0.1", int(sys.argv[1]), backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
