"""Somebody at the door asks for a code."""

from django.db import transaction

from accounts.codes import digest_of
from accounts.events import SignInCodeAsked
from accounts.models import SignInCode
from accounts.selectors import member_for_address
from outbox.record import record


@transaction.atomic
def ask_for_sign_in_code(address: str, *, code: str, browsers: dict[int, str] | None = None) -> SignInCode:
    """Keep the request, and tell it. `code` is empty for an address that nobody has: the same work, and no letter.

    `browsers`: the asking browser's name for each member who has signed in with it before.
    """
    member = member_for_address(address)
    asked = SignInCode.objects.create(
        member=member, address=address, code=code, digest=digest_of(code, address),
        known_browser=(browsers or {}).get(member.pk, "") if member is not None else "",
    )  # fmt: skip
    record(SignInCodeAsked(sign_in_code_id=asked.pk))
    return asked
