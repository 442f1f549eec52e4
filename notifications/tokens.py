"""The words after the «+» in our mail addresses: sealed, for one purpose, one person and one thing.

AES-SIV (RFC 5297): deterministic, so a person's address for a topic stays the same within its month; authenticated, so
a changed token is no token; encrypted, so that it tells nobody's number. A token names a person; it proves nobody.
"""

import base64
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import sha512

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils import timezone

LIFETIME = timedelta(days=90)
_DAY_ZERO = date(2020, 1, 1)
_LAYOUT = struct.Struct(">IIHH")  # member, thing, generation of the member's tokens, day of issue


class Purpose(StrEnum):
    REPLY = "reply"  # thing: a topic
    STOP = "stop"  # thing: a board
    HELD = "held"  # thing: an inbound mail
    DECIDE = "decide"  # thing: a matter of moderation
    AUTHOR = "author"  # thing: a post, whose author it reaches; names no member
    ASIDE = "aside"  # thing: an aside, which is answered
    UNDO = "undo"  # thing: the inbound mail that was a command
    BOUNCE = "bounce"  # thing: a delivery
    MEND = "mend"  # thing: a post, for its author
    NEW = "new"  # thing: the inbound mail that a closed topic did not take
    INDUCTION = "induction"  # thing: none; stops the mails of the first weeks
    LIST = "list"  # thing: none; stops a representative's weekly list
    MEETING = "meeting"  # thing: a meeting, to which answers are sent; names no member
    MINUTES = "minutes"  # thing: a meeting, whose draft minutes are corrected; names no member
    ACTION = "action"  # thing: an action point, which is said to be done; names no member
    DIGEST = "digest"  # thing: none; stops the daily and weekly letters


FOR_EVER = frozenset({Purpose.STOP, Purpose.INDUCTION, Purpose.LIST, Purpose.DIGEST})


@dataclass(frozen=True)
class Token:
    purpose: Purpose
    member_id: int
    thing_id: int
    generation: int
    issued: date

    def expired(self, today: date) -> bool:
        """Unsubscribing works for ever; everything else for ninety days."""
        return self.purpose not in FOR_EVER and today - self.issued > LIFETIME


@lru_cache
def _ciphers(keys: tuple[str, ...]) -> list[AESSIV]:
    return [AESSIV(sha512(b"network mail tokens" + key.encode()).digest()) for key in keys]


def seal(purpose: Purpose, *, member_id: int, thing_id: int, generation: int, today: date | None = None) -> str:
    """The token in lower-case letters and digits, fit for a local part. Issued on the first of the month."""
    issued = (today or timezone.localdate()).replace(day=1)
    plain = _LAYOUT.pack(member_id, thing_id, generation, (issued - _DAY_ZERO).days)
    sealed = _ciphers(tuple(settings.TOKEN_KEYS))[0].encrypt(plain, [purpose.encode()])
    return _letters(sealed)


def _letters(sealed: bytes) -> str:
    return base64.b32encode(sealed).decode().rstrip("=").lower()


def unseal(purpose: Purpose, text: str) -> Token | None:
    """What the token says, under any of our keys; None if it is not ours or not for this purpose.

    The caller asks `expired`, and compares `generation` with the member's. A token has one spelling but for the case of
    its letters: the bits of the last letter that mean nothing have to be nought (RFC 4648 section 3.5).
    """
    try:
        sealed = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except ValueError:
        return None
    if _letters(sealed) != text.lower():
        return None
    for cipher in _ciphers(tuple(settings.TOKEN_KEYS)):
        try:
            plain = cipher.decrypt(sealed, [purpose.encode()])
        except (InvalidTag, ValueError):
            continue
        if len(plain) == _LAYOUT.size:
            member_id, thing_id, generation, day = _LAYOUT.unpack(plain)
            return Token(purpose, member_id, thing_id, generation, _DAY_ZERO + timedelta(days=day))
    return None
