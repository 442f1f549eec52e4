"""Passkeys: what the browser is asked, and what becomes of its answer. Everything in an answer is a stranger's word."""

import binascii
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from accounts.models import Member

# What the reader of credentials raises at bytes that no browser sends.
NONSENSE = (
    ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, NotImplementedError, binascii.Error,
    OverflowError,
)  # fmt: skip
LONGEST = 20_000


def options_to_show(member: Member | None) -> dict[str, Any]:
    """What the browser needs to show a passkey: of this member, or (at the door) of whoever has one."""
    return dict(auth.begin_authentication(member))


def options_to_add(member: Member) -> dict[str, Any]:
    """A new one that can sign in by itself, so it asks who holds it: a finger, a face or a PIN."""
    return dict(auth.begin_registration(member, True))


def read_new(credential: str) -> dict[str, Any] | None:
    """The credential that the browser made, if it fits what we asked for."""
    try:
        made: dict[str, Any] = _object(credential)
        auth.parse_registration_response(made)
        return made if auth.complete_registration(made).is_user_verified() else None
    except NONSENSE:
        return None


def shown_passkey(credential: str, member: Member | None) -> Authenticator | None:
    """The passkey that was shown; with a member only one of theirs."""
    try:
        shown = _object(credential)
        auth.parse_authentication_response(shown)
        holder = member if member is not None else auth.extract_user_from_response(shown)
        authenticator: Authenticator = auth.complete_authentication(holder, shown)
    except NONSENSE:
        return None
    return authenticator


def _object(credential: str) -> dict[str, Any]:
    if len(credential) > LONGEST:
        raise ValueError("too long for a credential")
    found = json.loads(credential)
    if not isinstance(found, dict):
        raise ValueError("not a credential")
    return found
