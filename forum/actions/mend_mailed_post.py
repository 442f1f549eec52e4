"""The author of a post that came by mail puts back what was cut from it, or cuts more, within a day."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from forum.access import get_post_for
from forum.actions.edit_post import edit_post
from forum.mending import can_be_mended, cut_from, lines_of_words, pieces_of
from forum.models import Post, PostOrigin
from forum.putting_back import moved, places_of, with_pieces
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
    """Show the new text, with the pieces of what was cut that are put back where they stood. Nobody is mailed.

    `put_back`: numbers of `pieces_of` the post's folded part. Raises as `edit_post` does, and Refused (NOT_THE_AUTHOR,
    TOO_LATE_TO_MEND).
    """
    post = get_post_for(actor, post_id, lock=True)
    require(post.poster_id == actor.pk, Reason.NOT_THE_AUTHOR)
    require(can_be_mended(post, now=now), Reason.TOO_LATE_TO_MEND)
    before, content = post.content.raw, content.replace("\r\n", "\n")
    origin = PostOrigin.objects.get(post=post)
    folded, wanted = cut_from(post), set(put_back)
    places = moved(places_of(folded, origin.cut_at or []), before, content)
    pieces = list(zip(pieces_of(folded), places, strict=True))
    back = [piece for number, piece in enumerate(pieces) if number in wanted]
    saved = edit_post(actor, post_id, content=with_pieces(content, back) if back else content, version=version)
    left = [piece for number, piece in enumerate(pieces) if number not in wanted]
    if folded:
        _keep_the_rest(origin, left, content, saved.content.raw)
    return saved


def _keep_the_rest(origin: PostOrigin, left: list[tuple[str, int | None]], before: str, after: str) -> None:
    """What stays folded, and where it stands in the text as it is now."""
    new = moved([place for _, place in left], before, after)
    origin.folded = "\n\n".join(piece for piece, _ in left)
    origin.cut_at = [place for (piece, _), place in zip(left, new, strict=True) for _ in lines_of_words(piece)]
    origin.save(update_fields=["folded", "cut_at"])
