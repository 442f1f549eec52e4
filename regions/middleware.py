"""Who is asking; and that the secretariat comes in with a second factor, or not at all."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts.assurance import has_second_factor
from accounts.kept import keep_fields
from accounts.models import Member
from regions.arriving import who_arrived
from regions.standing import member_standing

# The way to a second factor, and the way out.
OPEN = frozenset({
    "second_factor", "passkey_options", "set_up_app", "passkeys", "new_passkey_options", "recovery_codes",
    "recovery_codes_file", "confirm", "account_logout", "account_login", "about", "health", "dev_mail",
    "dev_mail_html", "dev_mail_answer",
})  # fmt: skip


class ArrivalMiddleware(AuthenticationMiddleware):
    """Django's own, with the member who came with the session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: who_arrived(request))  # type: ignore[assignment]


class SecretariatMiddleware:
    """Every other page of theirs asks for it. Others' pages cost no query more: they ask for the standing anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.resolver_match is None or request.resolver_match.url_name in OPEN:
            return None
        member = request.user
        if not isinstance(member, Member) or has_second_factor(request.session):
            return None
        if not member_standing(member).is_secretariat:
            return None
        keep_fields(request)
        response = redirect("second_factor")
        here = request.get_full_path() if request.method == "GET" else request.path
        response["Location"] += "?" + urlencode({"next": here})
        return response
