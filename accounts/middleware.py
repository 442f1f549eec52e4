"""Seen lately: what the list of sessions tells, and what keeps a session alive while it is used."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.sessions import CAME_IN, note_seen


class SeenMiddleware:
    """At most one write in ten minutes for a session. A session costs nothing here until somebody has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = request.session.session_key if CAME_IN in request.session else None
        response = self.get_response(request)
        same = before is not None and before == request.session.session_key
        if same and settings.SESSION_COOKIE_NAME not in response.cookies and note_seen(str(before)):
            response.set_cookie(
                settings.SESSION_COOKIE_NAME, str(before), max_age=settings.SESSION_COOKIE_AGE,
                path=settings.SESSION_COOKIE_PATH, secure=settings.SESSION_COOKIE_SECURE,
                httponly=settings.SESSION_COOKIE_HTTPONLY, samesite="Lax",
            )  # fmt: skip
        return response
