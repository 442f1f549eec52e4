"""Walking through ids: who asks for more and more that is not there for them is told to wait (threat 21).

What is foreign and what is missing count alike, so that the waiting tells nothing either.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Member
from regions.denials import record_denial
from regions.permissions import Reason, Refused

log = structlog.get_logger(__name__)
SECONDS = 600
TOO_MANY = 429


class ProbingMiddleware:
    """Counts the pages of things that a member was told are not there. Above the limit no page of a thing is answered
    for the rest of the ten minutes, and the audit log has one entry. While the cache is away nothing is counted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and _asks_for_a_thing(request):
            _count(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not _asks_for_a_thing(request) or _counted(request) <= settings.MISSING_PAGES_IN_TEN_MINUTES:
            return None
        context = {"sentence": Reason.TOO_MANY_MISSING.sentence}
        response = render(request, "errors/refused.html", context, status=TOO_MANY)
        response["Retry-After"] = str(SECONDS)
        return response


def _asks_for_a_thing(request: HttpRequest) -> bool:
    """A member, and an address that names one thing among others. An open page asks after its thing in the query."""
    found = request.resolver_match
    if found is None or not isinstance(getattr(request, "user", None), Member):
        return False
    return bool(found.kwargs) or (found.url_name == "live_since" and bool(request.GET))


def _counted(request: HttpRequest) -> int:
    try:
        return int(cache.get(_key(request), 0))
    except Exception as error:
        log.warning("missing pages not counted", error=type(error).__name__)
        return 0


def _count(request: HttpRequest) -> None:
    try:
        cache.add(_key(request), 0, SECONDS)
        number = cache.incr(_key(request))
    except Exception as error:
        log.warning("missing pages not counted", error=type(error).__name__)
        return
    if number == settings.MISSING_PAGES_IN_TEN_MINUTES + 1 and isinstance(request.user, Member):
        record_denial(request.user, verb="look_for_pages", refused=Refused(Reason.TOO_MANY_MISSING))


def _key(request: HttpRequest) -> str:
    return f"missing:{request.user.pk}"
