"""A member keeps a search."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.models import SavedSearch
from forum.saved_searches import FULL, LONGEST_NAME, MOST_SEARCHES, digest_of, name_for, own_searches
from forum.search.wanted import Wanted
from regions.permissions import can_save_search, require, why_not_write_at_all
from regions.problems import Problem
from regions.standing import member_standing


@transaction.atomic
def save_search(actor: Member, *, wanted: Wanted, name: str = "") -> SavedSearch:
    """The same words and limits are kept once: a second time changes nothing. Posts that are there already are never
    told. Raises Refused, Problem.
    """
    Member.objects.select_for_update(no_key=True).get(pk=actor.pk)  # two tabs count one after the other
    standing = member_standing(actor)
    require(can_save_search(standing), why_not_write_at_all(standing))
    if wanted.is_empty:
        raise Problem("q", "Type a word or choose a limit first: a search for everything is not kept.")
    digest = digest_of(wanted)
    kept = own_searches(actor).filter(digest=digest).first()
    if kept is not None:
        return kept
    if own_searches(actor).count() >= MOST_SEARCHES:
        raise Problem("name", FULL)
    return SavedSearch.objects.create(
        member=actor, name=" ".join(name.replace("\x00", "").split())[:LONGEST_NAME] or name_for(wanted),
        words=wanted.words, filters=dict(wanted.filters), digest=digest, since=timezone.now(),
    )  # fmt: skip
