"""A decision in the words that page and mail share: «approve», or «return» with a reason."""

from accounts.models import Member
from forum.actions.keep_reported_post import keep_reported_post
from forum.actions.release_held_post import release_held_post
from forum.actions.remove_post import remove_post
from forum.actions.return_held_post import return_held_post
from forum.matters import require_open
from forum.models import Matter


def approve(actor: Member, matter: Matter) -> None:
    """A held post appears, a reported one stays. Raises NotVisible, Refused."""
    require_open(matter)
    if matter.kind == Matter.Kind.REPORT:
        keep_reported_post(actor, matter.post_id)
    else:
        release_held_post(actor, matter.post_id)


def give_back(actor: Member, matter: Matter, *, reason: str) -> None:
    """A held post goes back to its author, a reported one out of sight. Raises NotVisible, Refused, BadContent."""
    require_open(matter)
    if matter.kind == Matter.Kind.REPORT:
        remove_post(actor, matter.post_id, reason=reason)
    else:
        return_held_post(actor, matter.post_id, reason=reason)
