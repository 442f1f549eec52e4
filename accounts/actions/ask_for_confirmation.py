"""A member who is signed in asks for a fresh code."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.codes import digest_of, new_code
from accounts.events import SignInCodeAsked
from accounts.models import Member, SignInCode
from outbox.record import record

A_DAY = 10


class TooManyCodes(Exception):
    """Enough for today."""


@transaction.atomic
def ask_for_confirmation(actor: Member) -> SignInCode:
    """Mail six digits to the member's main address. Raises TooManyCodes."""
    Member.objects.select_for_update().get(pk=actor.pk)
    lately = SignInCode.objects.filter(
        member=actor, purpose=SignInCode.Purpose.CONFIRM, asked__gt=timezone.now() - timedelta(days=1)
    )
    if lately.count() >= A_DAY:
        raise TooManyCodes
    code = new_code()
    asked = SignInCode.objects.create(
        member=actor, address=actor.email, code=code, digest=digest_of(code, actor.email),
        purpose=SignInCode.Purpose.CONFIRM,
    )  # fmt: skip
    record(SignInCodeAsked(sign_in_code_id=asked.pk))
    return asked
