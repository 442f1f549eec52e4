"""Telling open pages that something moved: ids and numbers only, and never at the cost of the work itself."""

import asyncio
import threading
from typing import Any

import structlog
from channels.layers import get_channel_layer

log = structlog.get_logger(__name__)
GROUP = "live"
PATIENCE_SECONDS = 2


class _Running:
    """The loop that pushes run in."""

    loop: asyncio.AbstractEventLoop | None = None
    starting = threading.Lock()


_running = _Running()


def board_moved(stream: str, seq: int, *, topic_id: int, post_id: int) -> None:
    """Something new, with its number."""
    send({"type": "live.moved", "stream": stream, "seq": seq, "topic": topic_id, "post": post_id})


def board_changed(stream: str, seq: int, *, topic_id: int, post_id: int) -> None:
    """Nothing new, so the number is one that was told before; what is shown may have changed."""
    send({"type": "live.moved", "stream": stream, "seq": seq, "topic": topic_id, "post": post_id, "fresh": False})


def meeting_moved(stream: str, seq: int) -> None:
    """Something about a meeting moved, with its number."""
    send({"type": "live.moved", "stream": stream, "seq": seq})


def somebody_writes(stream: str, *, topic_id: int) -> None:
    """Who it is, and whether one may know, each page asks for itself."""
    send({"type": "live.writing", "stream": stream, "topic": topic_id})


def members_told(numbers: dict[str, int]) -> None:
    """`numbers`: the newest number of each member's stream. One message for all of them."""
    if numbers:
        send({"type": "live.told", "numbers": sorted(numbers.items())})


def read_elsewhere(stream: str) -> dict[str, Any]:
    """The message that a member read something, in one tab or on one device: their other pages ask anew."""
    return {"type": "live.told", "numbers": [(stream, 0)], "fresh": False}


def rights_changed(member_id: int) -> None:
    send({"type": "live.rights", "member": member_id})


def readers_changed() -> None:
    send({"type": "live.readers"})


def use_loop(loop: asyncio.AbstractEventLoop) -> None:
    """In the embedded shape the layer lives in the server's own loop: push from the worker's thread into it."""
    _running.loop = loop


def send(message: dict[str, Any]) -> None:
    """Give the message to the layer. A layer that is away is logged and forgotten: pages ask for what they missed."""
    try:
        layer = get_channel_layer()
        future = asyncio.run_coroutine_threadsafe(layer.group_send(GROUP, message), _running_loop())
        future.result(timeout=PATIENCE_SECONDS)
    except Exception as error:
        log.warning("push lost: pages will ask", error=type(error).__name__)


def _running_loop() -> asyncio.AbstractEventLoop:
    """The server's loop, or one of our own in a thread: a worker process has none."""
    with _running.starting:
        if _running.loop is None or _running.loop.is_closed():
            _running.loop = asyncio.new_event_loop()
            threading.Thread(target=_running.loop.run_forever, name="live push", daemon=True).start()
        return _running.loop
