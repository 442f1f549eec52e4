"""Six digits in a letter: how they are made, how they are compared, and what kills them.

A code is bound to the session that asked for it: who asks for somebody else's code gets nothing to type it into, and
wrong tries kill that code alone. The long code is the other kind: see `accounts.letters_budget`.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from accounts.models import SignInCode

LIVES = timedelta(minutes=15)
MOST_TRIES = 5
LONG_DIGITS, LONG_LIVES = 20, timedelta(hours=24)


def new_code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def digits_of(typed: str) -> str:
    """What was typed, without the spaces and dashes that people put between."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())


def digest_of(code: str, address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code:{address.lower()}:{code}".encode(), hashlib.sha256).hexdigest()


def long_code_of(row: SignInCode) -> str:
    """Twenty digits that follow from the row and the key of the site: kept nowhere, guessed by nobody."""
    seed = f"long:{row.pk}:{row.address.lower()}:{row.asked.isoformat()}".encode()
    number = int.from_bytes(hmac.new(settings.SECRET_KEY.encode(), seed, hashlib.sha256).digest(), "big")
    digits = f"{number % 10**LONG_DIGITS:0{LONG_DIGITS}}"
    return " ".join(digits[at : at + 4] for at in range(0, LONG_DIGITS, 4))


def is_alive(row: SignInCode, *, now: datetime | None = None) -> bool:
    """Can this code still be typed?"""
    now = now or timezone.now()
    return row.used is None and row.tries < MOST_TRIES and row.asked > now - LIVES


def use_code(row_id: int, typed: str, *, purpose: str, now: datetime | None = None) -> SignInCode | None:
    """Spend the code if it is the one that was mailed; otherwise count the try. Call inside a transaction."""
    row = SignInCode.objects.select_for_update().filter(pk=row_id, purpose=purpose).first()
    if row is None or not is_alive(row, now=now):
        return None
    given = digest_of(digits_of(typed), row.address)
    if not row.digest or row.mailed is None or not hmac.compare_digest(given, row.digest):
        SignInCode.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        return None
    SignInCode.objects.filter(pk=row.pk).update(used=now or timezone.now())
    return row


def use_long_code(address: str, typed: str, *, now: datetime | None = None) -> bool:
    """Spend the long code that was mailed to this address within a day, in whatever browser it is typed."""
    now, given = now or timezone.now(), digits_of(typed)
    rows = SignInCode.objects.filter(
        address__iexact=address, is_long=True, used=None, mailed__gt=now - LONG_LIVES, member__is_active=True
    )
    for row in rows:
        if hmac.compare_digest(given, digits_of(long_code_of(row))):
            return bool(SignInCode.objects.filter(pk=row.pk, used=None).update(used=now))
    return False
