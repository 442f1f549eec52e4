"""Browsers in which a member has signed in before: each gets codes from a budget of its own.

The cookie proves that, and nothing else: it lets nobody in.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

SALT, LIVES_SECONDS, MOST_MEMBERS = "browser", 400 * 24 * 3600, 6


def known_to(request: HttpRequest) -> dict[int, str]:
    """The members who have signed in here before, each with the browser's own name."""
    read = _read(request)
    return {pk: str(read["id"]) for pk in read["members"]}


def remember(request: HttpRequest, response: HttpResponseBase, member_id: int) -> None:
    """From now on this browser is one of the member's."""
    read = _read(request)
    members = [*[pk for pk in read["members"] if pk != member_id][1 - MOST_MEMBERS :], member_id]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps({"id": read["id"], "members": members}, salt=SALT),
        max_age=LIVES_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        value = signing.loads(request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=LIVES_SECONDS)
        return {"id": str(value["id"])[:32], "members": [int(pk) for pk in value["members"]]}
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return {"id": secrets.token_hex(8), "members": []}
