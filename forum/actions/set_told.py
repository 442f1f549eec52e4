"""A member says which kinds of news come which way."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Member
from forum.models import MailHabits
from forum.told import CELLS


@transaction.atomic
def set_told(actor: Member, *, off: Iterable[str]) -> MailHabits:
    """`off`: the cells of the matrix that are turned off, and no others. Raises ValueError for what is no cell."""
    wanted = set(off)
    if wanted - CELLS:
        raise ValueError("no such switch")
    row, _ = MailHabits.objects.update_or_create(member=actor, defaults={"off": " ".join(sorted(wanted))})
    return row
