"""A mailbox that somebody else's server fills: read by IMAP, waited at by IDLE (RFC 2177).

A mail is moved away only once it is committed, and carries its own name (UIDVALIDITY and UID) into the row: a process
that is killed between the two fetches it again, and it is not kept twice.
"""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from select import select
from ssl import SSLSocket
from threading import Event
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.db import close_old_connections
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from inbound.envelope import envelope_of
from inbound.store import keep

log = structlog.get_logger(__name__)
TIMEOUT, IDLE_SECONDS, POLL_SECONDS, LONGEST_PAUSE = 60, 55, 30, 300
AWAY = (OSError, imaplib.IMAP4.error, ImapToolsError)


@dataclass(frozen=True)
class Address:
    """Where the mailbox is: `imaps://user:password@host:993/INBOX`, `imap://` without encryption, for this machine."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool
    done: str

    @classmethod
    def of(cls, url: str, *, done: str) -> "Address":
        parts = urlsplit(url)
        encrypted = parts.scheme == "imaps"
        if parts.scheme not in ("imap", "imaps") or not parts.hostname:
            raise ValueError("IMAP_URL must read imaps://user:password@host:993/INBOX")
        return cls(
            parts.hostname, parts.port or (993 if encrypted else 143), unquote(parts.username or ""),
            unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX", encrypted, done,
        )  # fmt: skip


@contextmanager
def opened(address: Address) -> Iterator[BaseMailBox]:
    kind = MailBox if address.encrypted else MailBoxUnencrypted
    box = kind(address.host, address.port, timeout=TIMEOUT)
    box.login(address.user, address.password, initial_folder=address.folder)
    try:
        if not box.folder.exists(address.done):
            box.folder.create(address.done)
        yield box
    finally:
        try:
            box.logout()
        except AWAY:
            log.info("mailbox left without goodbye")


def take_all(box: BaseMailBox, address: Address) -> int:
    """Keep every mail that lies there, oldest first, and move each away once it is committed. Returns how many."""
    validity = box.folder.status(address.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
    name = f"imap:{address.user}@{address.host}/{address.folder}"[:150]
    uids = box.uids()
    for uid in uids:
        raw = _bytes_of(box, uid)
        if raw is None:
            continue  # somebody took it away meanwhile
        sender, ours = envelope_of(raw)
        keep(raw, envelope_from=sender, envelope_to=ours, transport="imap", source=f"{name}:{validity}:{uid}")
        box.move(uid, address.done)
    return len(uids)


def _bytes_of(box: BaseMailBox, uid: str) -> bytes | None:
    """The whole mail; of one beyond all limits the header alone, so that its sender is told what became of it."""
    _, answer = box.client.uid("FETCH", uid, "(RFC822.SIZE)")
    size = _size_in(answer)
    if size is None:
        return None
    part = "BODY.PEEK[]" if size <= settings.MAIL_MAX_BYTES else "BODY.PEEK[HEADER]"
    _, answer = box.client.uid("FETCH", uid, f"({part})")
    return next((bytes(one[1]) for one in answer if isinstance(one, tuple)), None)


def _size_in(answer: list) -> int | None:
    for one in answer:
        text = one[0] if isinstance(one, tuple) else one
        if text and b"RFC822.SIZE" in text:
            return int(text.split(b"RFC822.SIZE")[1].split(b")")[0].split()[0])
    return None


def watch(address: Address, stopped: Event, *, taken: Callable[[int], None] = lambda number: None) -> None:
    """Until `stopped`: take what there is, wait for more, and come back after the server was away, later and later."""
    pause = 1
    while not stopped.is_set():
        try:
            with opened(address) as box:
                pause = 1
                while not stopped.is_set():
                    close_old_connections()
                    taken(take_all(box, address))
                    _wait(box, stopped)
        except Exception as error:
            # The server's trouble, or the database's: what was not moved lies there still.
            log.warning("mailbox away", error=type(error).__name__, again_in=pause)
            stopped.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _wait(box: BaseMailBox, stopped: Event) -> None:
    """For the next mail: told by the server, or looked for each half minute where it cannot tell."""
    if not _can_idle(box):
        stopped.wait(POLL_SECONDS)
        return
    box.idle.start()
    try:
        for _ in range(IDLE_SECONDS):
            if stopped.is_set() or _something_came(box):
                return
    finally:
        box.idle.stop()  # reads whatever came to its end


def _can_idle(box: BaseMailBox) -> bool:
    """Asked after signing in: many servers say it only then."""
    _, answer = box.client.capability()
    return any(b"IDLE" in bytes(line).upper().split() for line in answer if line)


def _something_came(box: BaseMailBox) -> bool:
    """Within a second. Not imap-tools' own poll, which gives up on a line that comes in two pieces."""
    line = box.client.socket()
    if isinstance(line, SSLSocket) and line.pending():
        return True
    return bool(select([line], [], [], 1)[0])
