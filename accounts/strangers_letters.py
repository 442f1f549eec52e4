"""Letters that a stranger can cause: at most three a day to one address, all doors together (docs/decisions/0016).

Asked by the worker that writes the letter, never at the door: a door that said «no more for this address» would tell
who is a member.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import AddressTally
from accounts.selectors import member_for_address

log = structlog.get_logger(__name__)
A_DAY = 3
OPEN_DOORS = 2  # forms that anybody may fill in: the last letter is for who was given something
DAY = timedelta(hours=24)


class Door(StrEnum):
    """What the stranger asked for."""

    SIGN_IN = "sign_in"
    JOIN = "join"
    HELP = "help"
    INVITATION = "invitation"  # the code for who holds an invitation's link
    NEW_ADDRESS = "new_address"  # by a member, for an address that is nobody's


def letter_may_leave(address: str, door: Door, source: int, *, now: datetime | None = None) -> bool:
    """Count this letter and say yes, or say no. `source`: the row that asked; the same again gets the same answer.

    Of the three that go to a member's address the last is kept for signing in: its long code lets them in whoever used
    up the others.
    """
    now = now or timezone.now()
    with transaction.atomic():
        tally = _locked(address)
        letters = _of_the_day(tally, now)
        if any(said[1:] == [door, source] for said in letters):
            return True
        kept = door in (Door.JOIN, Door.HELP) or (door is not Door.SIGN_IN and member_for_address(address) is not None)
        if len(letters) >= (OPEN_DOORS if kept else A_DAY):
            log.warning("letters asked for again and again", door=door, source=source)
            return False
        tally.letters = [*letters, [now.isoformat(), door, source]]
        tally.newest = now
        tally.save(update_fields=["letters", "newest"])
        return True


def letters_by_other_doors(address: str, *, since: datetime) -> int:
    """How many left for this address that were no sign-in codes."""
    tally = AddressTally.objects.filter(pk=_digest(address)).first()
    others = [said for said in tally.letters if said[1] != Door.SIGN_IN] if tally is not None else []
    return sum(datetime.fromisoformat(said[0]) > since for said in others)


def note_sign_in_letter(address: str, source: int, *, now: datetime | None = None) -> None:
    """One more: whether it may leave was decided by the person's own budget, which counts the others."""
    now = now or timezone.now()
    with transaction.atomic():
        tally = _locked(address)
        tally.letters = [*_of_the_day(tally, now), [now.isoformat(), Door.SIGN_IN, source]]
        tally.newest = now
        tally.save(update_fields=["letters", "newest"])


def forget_tallies(addresses: tuple[str, ...]) -> None:
    """Somebody is erased: nothing is kept of their addresses, not even how often they were written to."""
    AddressTally.objects.filter(pk__in=[_digest(address) for address in addresses]).delete()


def _locked(address: str) -> AddressTally:
    digest = _digest(address)
    AddressTally.objects.bulk_create([AddressTally(digest=digest)], ignore_conflicts=True)
    return AddressTally.objects.select_for_update().get(pk=digest)


def _of_the_day(tally: AddressTally, now: datetime) -> list[list[object]]:
    return [said for said in tally.letters if datetime.fromisoformat(str(said[0])) > now - DAY]


def _digest(address: str) -> str:
    """No address stands in the tally, and nobody without the site's key can ask it for one."""
    return salted_hmac("accounts.strangers_letters", address.strip().lower(), secret=settings.SECRET_KEY,
                       algorithm="sha256").hexdigest()  # fmt: skip
