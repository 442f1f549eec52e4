"""A member gives a passkey another name."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.factors import Type
from accounts.models import Member


@transaction.atomic
def rename_passkey(actor: Member, passkey_id: int, *, name: str) -> bool:
    """False if the member has no such passkey."""
    row = Authenticator.objects.select_for_update().filter(pk=passkey_id, user_id=actor.pk, type=Type.WEBAUTHN).first()
    if row is None:
        return False
    row.data["name"] = name
    row.save(update_fields=["data"])
    return True
