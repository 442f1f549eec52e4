"""Allauth's hooks: nobody signs up by themselves, and a code leaves by the outbox, off the request."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import seals
from accounts.actions.ask_for_sign_in_code import ask_for_sign_in_code
from accounts.assurance import mark_confirmed, mark_second_factor
from accounts.browsers import known_to, remember
from accounts.models import Member
from accounts.sessions import CAME_IN
from accounts.ways import is_own_path

CODE_LETTER, UNKNOWN_LETTER = "account/email/login_code", "account/email/unknown_account"
ASKED = "sign_in_code"  # in the session: the row of the code that may be typed there
NOT_THE_CODE = "That is not the code. Look at the newest mail from us, and type its digits."


class DoorAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": NOT_THE_CODE,
        "rate_limited": "Too many tries. Wait a few minutes, then ask for a new code.",
        "too_many_login_attempts": "That code is over after five wrong tries. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_own_path(url)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Record what allauth would have mailed. Anything but a code, or the word that there is none, is not ours."""
        if template_prefix not in (CODE_LETTER, UNKNOWN_LETTER):
            raise ValueError(f"no letter {template_prefix!r} leaves by this door")
        code = context.get("code", "") if template_prefix == CODE_LETTER else ""
        asked = ask_for_sign_in_code(email, code=code, browsers=known_to(self.request))
        self.request.session[ASKED] = asked.pk

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """The session knows how its member came in, and the browser is one of theirs from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        request.session.pop(ASKED, None)
        request.session[CAME_IN] = True
        ways = {record.get("method") for record in get_authentication_records(request, user)}
        if "mfa" in ways:
            mark_second_factor(request.session)
        elif "code" in ways:
            mark_confirmed(request.session)
        remember(request, response, user.pk)
        return response


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not work. Try again, or use another way below."
    }

    def encrypt(self, text: str) -> str:
        return seals.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return seals.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site's own name. A copy for trying answers to whatever name it was opened by."""
        entity = super().get_public_key_credential_rp_entity()
        if not settings.EMBEDDED:
            entity["id"] = urlsplit(settings.SITE_URL).hostname or entity["id"]
        return entity | {"name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.full_name}
