"""Pages for those who are signed in, and doors that stay shut while nobody counts who knocks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.kept import keep_fields
from accounts.models import Member

log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """A request by somebody who is signed in."""

    user: Member


def member_page(view: View) -> View:
    """For signed-in people only. What an anonymous form carried is kept in the session and is back after sign-in."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        keep_fields(request)
        return redirect_to_login(request.get_full_path())

    return page


def counted_door(view: View) -> View:
    """Tries at this door are counted in the cache. While it is away nobody comes in; reading goes on."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            try:
                cache.get("door")
            except Exception as error:
                log.error("door closed: tries cannot be counted", error=type(error).__name__)
                return render(request, "account/closed.html", status=503)
        return view(request, *args, **kwargs)

    return page
