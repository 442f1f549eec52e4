"""A member says that mail reaches their addresses again."""

from django.db import transaction

from accounts.models import Member
from accounts.reach import not_reached, reached


@transaction.atomic
def confirm_reach(actor: Member) -> int:
    """For all their addresses; always possible, and only for oneself. Returns for how many it was in doubt."""
    addresses = list(not_reached().filter(member=actor).values_list("address", flat=True))
    return sum(reached(address) for address in addresses)
