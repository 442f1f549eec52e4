"""A member removes an authenticator app or a passkey."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.events import FactorChanged
from accounts.factors import Type
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def remove_factor(actor: Member, factor_id: int) -> bool:
    """False if the member has no such factor. With the last one the recovery codes go too: they open nothing alone."""
    Member.objects.select_for_update().get(pk=actor.pk)
    theirs = Authenticator.objects.filter(user_id=actor.pk)
    row = theirs.filter(pk=factor_id, type__in=(Type.TOTP, Type.WEBAUTHN)).first()
    if row is None:
        return False
    row.delete()
    if not theirs.exclude(type=Type.RECOVERY_CODES).exists():
        theirs.delete()
    record(FactorChanged(member_id=actor.pk, what="totp_removed" if row.type == Type.TOTP else "passkey_removed"))
    return True
