"""What a letter reads from its row at the moment it leaves: secrets, which stand nowhere else, and rights, which may
have ended since. And what is forgotten once it has left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from accounts.codes import LIVES, LONG_LIVES, long_code_of
from accounts.models import SignInCode
from notifications.models import Letter
from regions.standing import Standing, standing_of

M = TypeVar("M", bound=Model)


class NothingToSend(Exception):
    """The letter has outlived its purpose."""


def keep(letter: Letter, *, taken: bool) -> None:
    """Nothing is to be forgotten."""


@dataclass(frozen=True)
class Fresh:
    """`read` gives the words that only the moment knows, or raises NothingToSend. `settle` is called when the letter is
    over, in the same transaction: `taken` by the relay, or refused or out of date.
    """

    read: Callable[[Letter], dict[str, Any]]
    settle: Callable[..., None] = keep


def nothing(letter: Letter) -> dict[str, Any]:
    """Nothing more than the letter has."""
    return {}


def still_good(asked: Any) -> bool:
    """A code that came too late only confuses."""
    return bool(asked > timezone.now() - timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))


def sign_in_code(letter: Letter) -> dict[str, Any]:
    """The code, while it can still be typed."""
    asked = SignInCode.objects.filter(pk=letter.context["sign_in_code_id"], used=None).first()
    if asked is None or asked.asked <= timezone.now() - (LONG_LIVES if asked.is_long else LIVES):
        raise NothingToSend
    code = long_code_of(asked) if asked.is_long else asked.code
    if not code:
        raise NothingToSend
    return {"code": code}


def forget_sign_in_code(letter: Letter, *, taken: bool) -> None:
    SignInCode.objects.filter(pk=letter.context["sign_in_code_id"]).update(code="")


def there(model: type[M], pk: int) -> M:
    """The row, or nothing to send."""
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise NothingToSend
    return found


def still_may(letter: Letter, rule: Callable[[Standing], bool]) -> None:
    """Nothing to send unless the rule lets its reader know what is in it."""
    if letter.member is None or not rule(standing_of(letter.member)):
        raise NothingToSend
