"""Asking a ClamAV daemon, if there is one (`CLAMD`): the bytes go through its socket (INSTREAM), never by a path."""

import socket
import struct

import structlog
from django.conf import settings

from forum.files.kinds import NotTaken, Why

log = structlog.get_logger(__name__)
SECONDS, CHUNK, MOST_ANSWER = 30, 64 * 1024, 4096


def check(content: bytes) -> None:
    """Raises NotTaken: infected (with the name of what was found), or not checked. Without a setting all is well."""
    if not settings.CLAMD:
        return
    try:
        answer = _ask(settings.CLAMD, content)
    except (OSError, ValueError) as error:
        log.warning("virus scanner away", error=type(error).__name__)
        raise NotTaken(Why.NOT_CHECKED) from None
    if answer.endswith(b" FOUND"):
        found = answer.removesuffix(b" FOUND").rpartition(b": ")[2]
        raise NotTaken(Why.INFECTED, found.decode("ascii", "replace")[:100])
    if not answer.endswith(b" OK"):
        log.warning("virus scanner gave no verdict", answer=answer[:80].decode("ascii", "replace"))
        raise NotTaken(Why.NOT_CHECKED)


def _ask(where: str, content: bytes) -> bytes:
    with _connected(where) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), CHUNK):
            part = content[at : at + CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
            more = line.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(where: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp:host:3310`."""
    kind, _, place = where.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(place)
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
