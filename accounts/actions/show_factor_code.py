"""Six digits of an authenticator app, or a recovery code, are typed."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.db import transaction

from accounts.events import FactorChanged
from accounts.factors import Type, matching_step
from accounts.models import Member
from outbox.record import record


@transaction.atomic
def show_factor_code(member: Member, typed: str) -> Authenticator | None:
    """Spend it; None if it is neither. Each works once: the half-minute of the last one is kept beside the secret.

    A recovery code that was used is told to the member.
    """
    totp = Authenticator.objects.select_for_update().filter(user_id=member.pk, type=Type.TOTP).first()
    try:
        if totp is not None:
            step = matching_step(decrypt(totp.data["secret"]), typed)
            if step is not None and step > totp.data.get("last_step", 0):
                totp.data["last_step"] = step
                totp.save(update_fields=["data"])
                return totp
        codes = Authenticator.objects.filter(user_id=member.pk, type=Type.RECOVERY_CODES).first()
        if codes is not None and RecoveryCodes(codes).validate_code(typed):
            record(FactorChanged(member_id=member.pk, what="code_used"))
            return codes
    except InvalidToken:  # sealed with a key that is gone: then only the secretariat can help
        return None
    return None
