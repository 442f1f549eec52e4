"""A member keeps a search no longer."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_saved_search_of
from regions.permissions import can_save_search, require, why_not_write_at_all
from regions.standing import member_standing


@transaction.atomic
def remove_saved_search(actor: Member, search_id: int) -> None:
    """With what it found; the posts stay where they are. Raises NotVisible, Refused."""
    search = get_saved_search_of(actor, search_id, lock=True)
    standing = member_standing(actor)
    require(can_save_search(standing), why_not_write_at_all(standing))
    search.delete()
