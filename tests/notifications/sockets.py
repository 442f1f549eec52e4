"""Sockets of the product's own ASGI application, as a page opens them."""

import asyncio
import json

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from config.asgi import application
from notifications.live import push
from notifications.live.hub import this_hub
from tests.outbound import drain_outbox

ORIGIN = (b"origin", b"http://127.0.0.1:8000")
HOST = (b"host", b"127.0.0.1:8000")


def session_of(member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def cookie_of(key: str | None) -> tuple[bytes, bytes]:
    return b"cookie", f"{django_settings.SESSION_COOKIE_NAME}={key}".encode() if key else b""


async def open_page(
    member, query: str, *, headers=(ORIGIN, HOST), key: str | None = None
) -> tuple[WebsocketCommunicator, bool]:
    """Signed in anew as the member, or with the session of this key."""
    key = await sync_to_async(session_of)(member) if member else key
    socket = WebsocketCommunicator(application, f"/live/?{query}", headers=[*headers, cookie_of(key)])
    connected, _ = await socket.connect(timeout=5)
    return socket, connected


async def frame_of(socket: WebsocketCommunicator, seconds: float = 5) -> dict:
    message = await socket.receive_output(seconds)
    if message["type"] == "websocket.close":
        return {"kind": "closed", "code": message["code"]}
    return dict(json.loads(message["text"]))


async def push_from_here() -> None:
    """Pushes go into the loop of the test, as they go into the server's in the embedded shape."""
    push.use_loop(asyncio.get_running_loop())


async def publish(work, *args) -> None:
    """Do the work of a form and of a worker, off the loop, as they are off the loop in real life."""

    def run() -> None:
        work(*args)
        drain_outbox()

    await asyncio.to_thread(run)


async def layer_ready() -> None:
    """Until the hub hears the layer."""
    await asyncio.wait_for(this_hub().hears.wait(), 10)
