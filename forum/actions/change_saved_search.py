"""A member renames a search that they keep, or says how they want to hear of what it finds."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import get_saved_search_of
from forum.models import SavedSearch
from forum.saved_searches import LONGEST_NAME
from regions.permissions import can_save_search, require, why_not_write_at_all
from regions.problems import Problem
from regions.standing import member_standing


@transaction.atomic
def change_saved_search(actor: Member, search_id: int, *, name: str, bell: bool, letter: str) -> SavedSearch:
    """What was published while it told nothing is not made up for. Raises NotVisible, Refused, Problem."""
    search = get_saved_search_of(actor, search_id, lock=True)
    standing = member_standing(actor)
    require(can_save_search(standing), why_not_write_at_all(standing))
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise Problem("name", "Give it a name by which you know it.")
    if len(name) > LONGEST_NAME:
        raise Problem("name", f"Keep the name under {LONGEST_NAME} characters.")
    if letter and letter not in SavedSearch.Letter.values:
        raise Problem("letter", "Choose the daily letter, the weekly letter or neither.")
    if not search.tells and (bell or letter):
        search.since = timezone.now()
    search.name, search.bell, search.letter = name, bell, letter
    search.save(update_fields=["name", "bell", "letter", "since"])
    return search
