"""Who acts: a member, or the operator at the machine.

A management command acts without a member (`actor` is None): who can run it holds the database anyway. Everybody
else is asked for by the rule book, Django's superusers included.
"""

from collections.abc import Callable

from accounts.models import Member
from regions.permissions import Reason, require
from regions.standing import Standing, standing_of

Actor = Member | None


def require_of(actor: Actor, allowed: Callable[[Standing], bool], reason: Reason) -> None:
    """Raise Refused with the reason unless the rule allows the actor's standing, read fresh; the operator may."""
    if actor is not None:
        require(allowed(standing_of(actor)), reason)


def actor_id(actor: Actor) -> int | None:
    return actor.pk if actor is not None else None
