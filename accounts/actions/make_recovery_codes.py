"""A member gets recovery codes."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from accounts.events import FactorChanged
from accounts.factors import Type
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def make_recovery_codes(actor: Member, *, only_if_none: bool = False) -> bool:
    """New codes; the old ones end. False if there is no second factor that they could stand in for, or codes enough."""
    Member.objects.select_for_update().get(pk=actor.pk)
    theirs = Authenticator.objects.filter(user_id=actor.pk)
    codes = theirs.filter(type=Type.RECOVERY_CODES)
    if not theirs.exclude(type=Type.RECOVERY_CODES).exists() or (only_if_none and codes.exists()):
        return False
    codes.delete()
    RecoveryCodes.activate(actor)
    if not only_if_none:
        record(FactorChanged(member_id=actor.pk, what="codes_made"))
    return True
