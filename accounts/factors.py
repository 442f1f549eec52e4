"""Second factors: an authenticator app, passkeys, and the recovery codes for the day when both are lost."""

import hmac
import time
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.codes import digits_of
from accounts.models import Member

Type = Authenticator.Type
PERIOD, EARLY_OR_LATE = 30, 1  # a phone's clock may be half a minute wrong
# What `FactorChanged` tells, with the words of its letter.
CHANGES = {
    "totp_added": "an authenticator app was set up",
    "totp_removed": "the authenticator app was removed",
    "passkey_added": "a passkey was added",
    "passkey_removed": "a passkey was removed",
    "codes_made": "new recovery codes were made, and the old ones ended",
    "code_used": "a recovery code was used to sign in",
    "reset": "all second factors were removed by the secretariat",
}


@dataclass(frozen=True)
class Factors:
    """What a member has set up."""

    totp: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes: Authenticator | None = None

    def __bool__(self) -> bool:
        return self.totp is not None or bool(self.passkeys)

    @property
    def codes_left(self) -> int:
        return len(RecoveryCodes(self.codes).get_unused_codes()) if self.codes is not None else 0


def factors_of(member: Member) -> Factors:
    rows = list(Authenticator.objects.filter(user_id=member.pk).order_by("pk"))
    return Factors(
        totp=next((row for row in rows if row.type == Type.TOTP), None),
        passkeys=[row for row in rows if row.type == Type.WEBAUTHN],
        codes=next((row for row in rows if row.type == Type.RECOVERY_CODES), None),
    )


def matching_step(secret: str, typed: str, *, at: float | None = None) -> int | None:
    """The half-minute to which the six digits belong, if to one about now."""
    now, given = int((time.time() if at is None else at) // PERIOD), digits_of(typed)
    steps = range(now - EARLY_OR_LATE, now + EARLY_OR_LATE + 1)
    fits = [step for step in steps if hmac.compare_digest(given, format_hotp_value(hotp_value(secret, step)))]
    return fits[0] if fits else None
