"""How many letters with a code leave: enough to sign in, too few to bury anybody (docs/decisions/0016).

Asked by the worker that writes the letter, not at the door: the door does the same work for everybody.
"""

from datetime import datetime, timedelta
from enum import Enum

import structlog
from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from accounts.codes import LONG_LIVES
from accounts.models import Member, SignInCode
from accounts.strangers_letters import Door, letter_may_leave, letters_by_other_doors, note_sign_in_letter

log = structlog.get_logger(__name__)
A_DAY_FOR_STRANGERS = 3  # letters to one person, whoever asked from a browser that the person never signed in with
A_DAY_FOR_A_KNOWN_BROWSER = 10
DOORS = {SignInCode.Purpose.NEW_ADDRESS: Door.NEW_ADDRESS, SignInCode.Purpose.HELP: Door.HELP}
DAY = timedelta(hours=24)


class Verdict(Enum):
    SIX_DIGITS = "six digits"
    LONG_CODE = "the long code"
    NOTHING = "nothing"


def letter_for(row: SignInCode, *, now: datetime | None = None) -> Verdict:
    """What may leave for this request. Call inside a transaction: requests for one person are judged one by one."""
    now = now or timezone.now()
    if row.purpose in DOORS:
        door = DOORS[SignInCode.Purpose(row.purpose)]
        leaves = bool(row.code) and letter_may_leave(row.address, door, row.pk, now=now)
        return Verdict.SIX_DIGITS if leaves else Verdict.NOTHING
    if row.member_id is None or not row.code:
        return Verdict.NOTHING
    if row.purpose == SignInCode.Purpose.CONFIRM:
        return Verdict.SIX_DIGITS  # asked for by a session of the member's own, and counted there
    Member.objects.select_for_update().get(pk=row.member_id)
    if row.known_browser:
        return _known(row, now)
    verdict = _unknown(row, now)
    if verdict is not Verdict.NOTHING:
        note_sign_in_letter(row.address, row.pk, now=now)
    return verdict


def _known(row: SignInCode, now: datetime) -> Verdict:
    """A browser in which the member has signed in before: what strangers do elsewhere does not count here."""
    sent = _mailed(row, now).filter(known_browser=row.known_browser).count()
    return Verdict.SIX_DIGITS if sent < A_DAY_FOR_A_KNOWN_BROWSER else Verdict.NOTHING


def _unknown(row: SignInCode, now: datetime) -> Verdict:
    """Two letters with six digits, then one with the long code, which works in any browser until tomorrow. Letters that
    other doors sent to the address count as well, so that three is the most.

    Whoever types a code has read its letter, so it was the member: the count begins anew.
    """
    mailed = _mailed(row, now).filter(known_browser="")
    came_in = _mailed(row, now).exclude(used=None).aggregate(last=Max("used"))["last"]
    if came_in is not None:
        mailed = mailed.filter(mailed__gt=came_in)
    if mailed.filter(is_long=True, used=None, mailed__gt=now - LONG_LIVES).exists():
        return Verdict.NOTHING
    others = letters_by_other_doors(row.address, since=max(came_in, now - DAY) if came_in else now - DAY)
    if mailed.count() + others + 1 < A_DAY_FOR_STRANGERS and not _flooded(now):
        return Verdict.SIX_DIGITS
    log.warning("sign-in codes asked for again and again", member=row.member_id)
    return Verdict.LONG_CODE


def _mailed(row: SignInCode, now: datetime):  # type: ignore[no-untyped-def]
    who = Q(member_id=row.member_id, purpose=SignInCode.Purpose.SIGN_IN)
    return SignInCode.objects.filter(who, mailed__gt=now - DAY).exclude(pk=row.pk)


def _flooded(now: datetime) -> bool:
    """Above the site's cap everybody gets one letter a day from unknown browsers, and that one lets them in."""
    hour = SignInCode.objects.filter(mailed__gt=now - timedelta(hours=1), known_browser="").count()
    if hour >= settings.SIGN_IN_LETTERS_AN_HOUR:
        log.error("too many sign-in codes asked for: the cap holds", letters=hour)
        return True
    return False
