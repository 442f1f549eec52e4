"""The web server: Daphne, with bounds on what a socket may send and may leave unread.

`python -m config.web -b 127.0.0.1 -p 8000 config.asgi:application` takes Daphne's own options. A page has nothing to
say, so whoever begins to say something is hung up on before it is finished, whatever its size and however many its
fragments. Compression is never agreed to, so nothing can be blown up.
"""

import time
from typing import Any

import structlog
from daphne.cli import CommandLineInterface
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

log = structlog.get_logger(__name__)
MOST_BYTES = 64 * 1024  # of a frame, and of a message
MOST_PINGS = 20  # a second
MOST_UNREAD = 1024 * 1024  # bytes that wait for a reader who does not read
NOT_ASKED = 4400
DOOR_SECONDS = 20  # when a process comes back, all its pages come at once: each waits its turn


class BoundedLine(WebSocketProtocol):
    pings: tuple[int, int] = (0, 0)  # the second, and how many in it

    def onMessageBegin(self, isBinary: bool) -> None:  # Autobahn's names
        super().onMessageBegin(isBinary)
        self.serverClose(NOT_ASKED)

    def onPing(self, payload: bytes) -> None:
        now = int(time.monotonic())
        second, number = self.pings
        self.pings = (now, number + 1 if second == now else 1)
        if self.pings[1] > MOST_PINGS:
            self._drop("too many frames")
            return
        super().onPing(payload)

    def serverSend(self, content: Any, binary: bool = False) -> None:
        super().serverSend(content, binary)
        if unread(self.transport) > MOST_UNREAD:
            self._drop("slow reader")

    def _drop(self, why: str) -> None:
        log.warning("socket dropped", why=why)
        self.transport.abortConnection()


def unread(transport: Any) -> int:
    """Bytes that Twisted holds for the other side, beyond what the system has taken."""
    return len(transport.dataBuffer) - transport.offset + transport._tempDataLen


class WebServer(Server):
    def __init__(self, *args: Any, **options: Any) -> None:
        bounds = {
            "websocket_max_message_size": MOST_BYTES, "websocket_max_frame_size": MOST_BYTES,
            "websocket_connect_timeout": DOOR_SECONDS, "websocket_handshake_timeout": DOOR_SECONDS,
        }  # fmt: skip
        super().__init__(*args, **options | bounds)

    @property
    def ws_factory(self) -> WebSocketFactory:
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: WebSocketFactory) -> None:
        factory.protocol = BoundedLine
        self._ws_factory = factory


class WebCommand(CommandLineInterface):
    server_class = WebServer


if __name__ == "__main__":
    WebCommand.entrypoint()
