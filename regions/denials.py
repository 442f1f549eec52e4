"""Keeping refusals, in a transaction of their own: the one that was refused has been rolled back."""

from django.http import Http404

from accounts.models import Member
from audit.models import Entry
from audit.write import write_entry
from regions.permissions import Reason, Refused


class Unseen(Http404):
    """It is there, and what was tried on it is not this person's to do: the answer is that there is no such thing, and
    the door keeps the refusal.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__()
        self.reason = reason


def record_denial(member: Member | None, *, verb: str, refused: Refused | Unseen, what: str = "") -> Entry:
    known = member if member is not None and member.is_authenticated else None
    return write_entry(
        verb, actor_id=known.pk if known else None, subject=what, outcome=Entry.Outcome.REFUSED, reason=refused.reason
    )
