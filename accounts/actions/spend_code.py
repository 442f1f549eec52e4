"""A code that was mailed is typed."""

from django.db import transaction

from accounts.codes import use_code
from accounts.models import SignInCode


@transaction.atomic
def spend_code(row_id: int, typed: str, *, purpose: str) -> SignInCode | None:
    """The row if it was the code; otherwise None, and one try less. A code works once and dies of five wrong tries."""
    return use_code(row_id, typed, purpose=purpose)
