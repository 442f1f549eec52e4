"""A draft was posted, or its author throws it away."""

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from forum.drafts import plain_lines
from forum.models import Draft


@transaction.atomic
def forget_draft(actor: Member, place: str, *, version: int, text: str = "") -> bool:
    """Only the version that the author has in front of them, or the very text that was posted: what another tab has
    kept since stays. Says whether it went.
    """
    same = Q(version=version) | (Q(text=plain_lines(text)) if text else Q(pk=None))
    gone, _ = Draft.objects.filter(same, member=actor, place=place).delete()
    return bool(gone)
