"""The author of a post that came by mail puts back what was cut from it, or cuts more, within a day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from forum.access import get_post_for
from forum.actions.edit_post import edit_post
from forum.mending import can_be_mended, cut_from, pieces_of
from forum.models import Post, PostOrigin
from regions.permissions import Reason, require


@transaction.atomic
def mend_mailed_post(
    actor: Member,
    post_id: int,
    *,
    content: str,
    version: int,
    put_back: Iterable[int] = (),
    now: datetime | None = None,
) -> Post:
    """Show the new text, with the pieces of what was cut that are put back under it, in their order. Nobody is mailed.

    `put_back`: numbers of `pieces_of` the post's folded part. Raises as `edit_post` does, and Refused (NOT_THE_AUTHOR,
    TOO_LATE_TO_MEND).
    """
    post = get_post_for(actor, post_id, lock=True)
    require(post.poster_id == actor.pk, Reason.NOT_THE_AUTHOR)
    require(can_be_mended(post, now=now), Reason.TOO_LATE_TO_MEND)
    pieces, wanted = pieces_of(cut_from(post)), set(put_back)
    back = [piece for number, piece in enumerate(pieces) if number in wanted]
    saved = edit_post(actor, post_id, content="\n\n".join((content.rstrip(), *back)), version=version)
    if back:
        left = [piece for number, piece in enumerate(pieces) if number not in wanted]
        PostOrigin.objects.filter(post=post).update(folded="\n\n".join(left))
    return saved
