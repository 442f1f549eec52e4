"""A member adds a passkey."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from accounts.events import FactorChanged
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def add_passkey(actor: Member, *, name: str, credential: dict[str, Any]) -> Authenticator:
    """Keep it under the name that the member gave."""
    row: Authenticator = WebAuthn.add(actor, name, credential).instance
    record(FactorChanged(member_id=actor.pk, what="passkey_added"))
    return row
