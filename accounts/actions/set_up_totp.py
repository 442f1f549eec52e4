"""A member sets up an authenticator app."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.events import FactorChanged
from accounts.factors import Type, matching_step
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def set_up_totp(actor: Member, secret: str, typed: str) -> Authenticator | None:
    """Keep the secret once six digits prove that the app has it; it takes the place of an earlier app."""
    Member.objects.select_for_update().get(pk=actor.pk)
    step = matching_step(secret, typed)
    if step is None:
        return None
    Authenticator.objects.filter(user_id=actor.pk, type=Type.TOTP).delete()
    row: Authenticator = TOTP.activate(actor, secret).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    record(FactorChanged(member_id=actor.pk, what="totp_added"))
    return row
