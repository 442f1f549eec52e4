"""The listener: SMTP (RFC 5321) or LMTP (RFC 2033). It takes every address of our domain, so that it tells nobody
which ones there are, and says «250» only once the mail is on disk."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from inbound.store import keep
from inbound.writers import Writers
from outbox.queue import wake

log = structlog.get_logger(__name__)
MOST_RECIPIENTS = 100
BELL_SECONDS = 0.05
TAKEN, FULL = "250 2.6.0 Kept", "452 4.3.1 Cannot keep the mail now, try again later"


class Door:
    """aiosmtpd's handler."""

    def __init__(self, *, lmtp: bool) -> None:
        self.lmtp = lmtp
        self.writers = Writers()
        self.bell, self.rung = ThreadPoolExecutor(1, thread_name_prefix="mail bell"), True

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.rpartition("@")[2].rstrip(".").lower() != settings.MAIL_DOMAIN:
            return "550 5.7.1 Not a domain of ours"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await self._answer(envelope)
        # LMTP answers once for each recipient (RFC 2033 section 4.2).
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self.lmtp else answer

    async def _answer(self, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        write = partial(
            keep, raw, envelope_from=(envelope.mail_from or "").strip("<>"), envelope_to=envelope.rcpt_tos,
            transport="lmtp" if self.lmtp else "smtp", ring=False,
        )  # fmt: skip
        try:
            await asyncio.wrap_future(self.writers.submit(write))
        except Exception as error:
            log.error("mail not kept", error=type(error).__name__)
            return FULL
        self._ring_soon()
        return TAKEN

    def _ring_soon(self) -> None:
        """Once for all the mails of a moment; the sender does not wait for it."""
        if self.rung:
            self.rung = False
            asyncio.get_running_loop().call_later(BELL_SECONDS, self._ring)

    def _ring(self) -> None:
        self.rung = True
        self.bell.submit(wake, "inbound")


async def start_listening(host: str, port: int, *, lmtp: bool) -> asyncio.Server:
    """Listen until the returned server is closed. Raises OSError when the port is taken."""
    door = Door(lmtp=lmtp)
    protocol = LMTP if lmtp else SMTP
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: protocol(
            door, data_size_limit=settings.MAIL_MAX_BYTES, enable_SMTPUTF8=True, hostname=settings.MAIL_DOMAIN,
            ident="mail for the boards", timeout=300, loop=loop,
        ),
        host=host, port=port, family=socket.AF_UNSPEC if ":" in host else socket.AF_INET,
    )  # fmt: skip
