"""Asks the site's own ASGI application for pages, in this process, as one signed-in browser with its cookies."""

import asyncio
import re
import time
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from accounts.models import Member

_FIELD = re.compile(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"')


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: str, seconds: float) -> None:
        self.status, self.headers, self.body, self.seconds = status, headers, body, seconds


class Browser:
    def __init__(self, application: Any, member: Member | None) -> None:
        """Signed in without the code by mail; the session itself is as real as any. None: nobody is signed in."""
        self.application, self.cookies = application, {}
        if member is None:
            return
        client = Client()
        client.force_login(member)
        UserSession.objects.create(user=member, session_key=client.session.session_key, ip="127.0.0.1")
        self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    async def get(self, address: str) -> Answer:
        return await self._ask("GET", address, b"")

    async def post(self, address: str, fields: dict[str, str]) -> Answer:
        return await self._ask("POST", address, urlencode(fields).encode())

    async def fill_in(self, address: str, **fields: str) -> dict[str, str]:
        """The fields of the page's form: what it carries hidden, and ours."""
        page = await self.get(address)
        return dict(_FIELD.findall(page.body)) | fields

    async def _ask(self, method: str, address: str, body: bytes) -> Answer:
        parts, sent = urlsplit(address), []
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = [
            (b"host", b"127.0.0.1:8000"),
            (b"cookie", cookies.encode()),
            (b"accept", b"text/html"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
        ]
        scope: Any = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
            "root_path": "", "headers": headers, "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 8000),
        }  # fmt: skip
        told = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            message = next(told, None)
            if message is None:
                await asyncio.Event().wait()  # the browser does not hang up
            return message

        async def send(message: Any) -> None:
            sent.append(message)

        started = time.perf_counter()
        await self.application(scope, receive, send)
        seconds = time.perf_counter() - started
        return self._answer(sent, seconds)

    def _answer(self, sent: list[Any], seconds: float) -> Answer:
        start = sent[0]
        for name, value in start["headers"]:
            if name.lower() == b"set-cookie":
                for morsel in SimpleCookie(value.decode()).values():
                    self.cookies[morsel.key] = morsel.value
        headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(start["status"], headers, body.decode(), seconds)
