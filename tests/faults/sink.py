"""A relay for tests: takes mail by SMTP, writes down what it took before it says so, and misbehaves when told to."""

import asyncio
import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

SAYING = re.compile(rb"saying[a-z]+")
TAKEN = "250 2.0.0 Taken"


@dataclass(frozen=True)
class Mail:
    """A mail that the sink took: for whom, under which id, and the word of the test's that it carries."""

    rcpt: str
    message_id: str
    saying: str


Answer = Callable[[Mail], Awaitable[str]]


class Sink:
    """Runs in a thread of the test's process, which nobody kills. What it took stands in `file`, one line a mail."""

    def __init__(self, file: Path) -> None:
        self.file = file.open("ab", buffering=0)
        self.mails: list[Mail] = []
        self.open_connections = self.most_connections = self.cut_connections = 0
        self.answer: Answer = self.take
        self.most_a_line = 0  # after so many mails a line is closed with 421; 0: never
        self.changed = threading.Condition()
        self.loop = asyncio.new_event_loop()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = self.loop.run_until_complete(
            self.loop.create_server(lambda: Line(self, hostname="sink", loop=self.loop), sock=self.socket)
        )
        self.thread = threading.Thread(target=self.loop.run_forever, name="sink", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.file.close()

    # What the sink does with a mail: a test sets `sink.answer` to one of these, or to a function of its own.

    def write_down(self, mail: Mail) -> None:
        self.file.write(json.dumps(asdict(mail)).encode() + b"\n")
        with self.changed:
            self.mails.append(mail)
            self.changed.notify_all()

    async def take(self, mail: Mail) -> str:
        self.write_down(mail)
        return TAKEN

    async def not_now(self, mail: Mail) -> str:
        return "451 4.3.2 Not now"

    async def take_and_cut(self, mail: Mail) -> str:
        """The worst cut there is: taken, and the line goes dead before the sender is told."""
        self.write_down(mail)
        raise CutOff

    async def hang(self, mail: Mail) -> str:
        await asyncio.sleep(3600)
        return TAKEN

    # What a test asks.

    def count(self) -> int:
        with self.changed:
            return len(self.mails)

    def copies(self) -> Counter[Mail]:
        """How often each mail was taken. The same mail again has the same Message-ID, or it counts as another."""
        with self.changed:
            return Counter(self.mails)

    def told(self) -> set[tuple[str, str]]:
        """Who was told what, by a mail that carries a post."""
        return {(mail.rcpt, mail.saying) for mail in self.copies() if mail.saying}

    def receipts(self) -> Counter[str]:
        """Who was told that their own mail was posted, and how often: such a letter carries no word of the post."""
        return Counter(mail.rcpt for mail in self.copies() if not mail.saying)

    def repeats(self) -> int:
        """How many mails too many, all with the Message-ID of the first."""
        copies = self.copies()
        assert sum(bool(mail.saying) for mail in copies) == len(self.told()), (
            "the same post went to the same person under two Message-IDs"
        )
        return sum(copies.values()) - len(copies)


class CutOff(Exception):
    """The connection breaks without an answer."""


class Line(SMTP):
    """One connection to the sink. A client that goes without QUIT was cut off, or cut us off."""

    def __init__(self, sink: Sink, **options: Any) -> None:
        self.sink, self.said_quit, self.offered = sink, False, 0
        super().__init__(Door(sink), **options)

    def connection_made(self, transport: Any) -> None:
        with self.sink.changed:
            self.sink.open_connections += 1
            self.sink.most_connections = max(self.sink.most_connections, self.sink.open_connections)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        with self.sink.changed:
            self.sink.open_connections -= 1
            self.sink.cut_connections += not self.said_quit
            self.sink.changed.notify_all()
        super().connection_lost(error)

    async def smtp_QUIT(self, arg: str) -> None:
        self.said_quit = True
        await super().smtp_QUIT(arg)


class Door:
    """aiosmtpd's handler."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_DATA(self, server: Line, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        server.offered += 1
        if self.sink.most_a_line and server.offered > self.sink.most_a_line:
            return "421 4.7.0 Too many mails on this line"
        (rcpt,) = envelope.rcpt_tos  # one recipient each
        message_id = BytesHeaderParser().parsebytes(raw)["Message-ID"]
        body = raw.partition(b"\r\n\r\n")[2]  # not the headers: References may name the reader's own mail
        saying = SAYING.search(body.replace(b"=\r\n", b""))
        mail = Mail(rcpt, message_id, saying.group().decode() if saying else "")
        try:
            return await self.sink.answer(mail)
        except CutOff:
            server.transport.abort()
            return TAKEN
