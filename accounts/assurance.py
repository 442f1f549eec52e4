"""How sure this session is of who sits there: signed in, a fresh code, a second factor.

Sixty days of being signed in are enough to read and to post. Changing an address, taking data out and the
secretariat's work ask for more; what was typed meanwhile is kept.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from accounts.factors import factors_of
from accounts.kept import keep_fields
from accounts.models import Member

View = Callable[..., HttpResponse]
CONFIRMED_AT, SECOND_FACTOR_AT = "confirmed_at", "second_factor_at"
FRESH_FOR = timedelta(minutes=30)
SECOND_FACTOR_FOR = timedelta(hours=12)


def mark_confirmed(session: SessionBase) -> None:
    """A code was typed, just now."""
    session[CONFIRMED_AT] = timezone.now().timestamp()


def mark_second_factor(session: SessionBase) -> None:
    """A second factor was shown, just now: that is a confirmation as well."""
    session[SECOND_FACTOR_AT] = session[CONFIRMED_AT] = timezone.now().timestamp()


def is_fresh(session: SessionBase) -> bool:
    return _within(session, CONFIRMED_AT, FRESH_FOR)


def has_second_factor(session: SessionBase) -> bool:
    """Half a day for one showing: a working day of the secretariat's."""
    return _within(session, SECOND_FACTOR_AT, SECOND_FACTOR_FOR)


def second_factor_ends(session: SessionBase) -> float:
    """When the showing is half a day old; 0 if there was none."""
    at = session.get(SECOND_FACTOR_AT)
    return at + SECOND_FACTOR_FOR.total_seconds() if isinstance(at, int | float) else 0.0


def fresh_code_page(view: View) -> View:
    """Only within half an hour of a typed code; otherwise `confirm` asks for one and comes back here."""
    return _asking("confirm", is_fresh, view)


def second_factor_page(view: View) -> View:
    """Only with a second factor; otherwise `second_factor` asks for it, or helps to set one up, and comes back here."""
    return _asking("second_factor", has_second_factor, view)


def factor_change_page(view: View) -> View:
    """Only with a fresh code, and with the second factor that the member has, if any: nobody changes what they
    cannot show.
    """
    sure = fresh_code_page(second_factor_page(view))
    fresh = fresh_code_page(view)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        has_one = isinstance(request.user, Member) and bool(factors_of(request.user))
        return (sure if has_one else fresh)(request, *args, **kwargs)

    return page


def _asking(door: str, enough: Callable[[SessionBase], bool], view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if enough(request.session):
            return view(request, *args, **kwargs)
        keep_fields(request)
        response = redirect(door)
        response["Location"] += "?" + urlencode({"next": request.get_full_path()})
        return response

    return page


def _within(session: SessionBase, key: str, span: timedelta) -> bool:
    at = session.get(key)
    return isinstance(at, int | float) and 0 <= timezone.now().timestamp() - at < span.total_seconds()
