"""A member writes to a post's author alone, or such an author writes back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.access import NotVisible, visible_posts
from forum.events import AsideWritten
from forum.models import Aside, Post
from outbox.record import record
from regions.careful_words import NotTaken, careful
from regions.permissions import Reason, can_read, can_write_aside, refuse, require
from regions.standing import member_standing, standing_of

MOST_A_DAY = 20


@transaction.atomic
def write_aside(
    actor: Member, post_id: int, *, words: str, idempotency_key: str, answers: int | None = None,
    now: datetime | None = None,
) -> Aside:  # fmt: skip
    """The words go by letter to the author of the post, or, where they answer an aside, back to who wrote that one.
    Both must be able to read the post. A second time with the same key gives the same row.

    Raises NotVisible, Refused, NotTaken.
    """
    now = now or timezone.now()
    Member.objects.select_for_update().get(pk=actor.pk)  # what is counted below is counted one by one
    post = visible_posts(actor).select_related("topic__forum__network", "poster").filter(pk=post_id).first()
    if post is None:
        raise NotVisible
    reader = _reader(actor, post, answers)
    around, shared = post.topic.around, post.topic.forum.shared
    standing, is_own = member_standing(actor), reader is not None and reader.pk == actor.pk
    require(can_write_aside(standing, around, shared=shared, is_own=is_own), Reason.OWN_POST)
    earlier = Aside.objects.filter(sender=actor, idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    if reader is None or not reader.is_active or not can_read(standing_of(reader), around, shared=shared):
        refuse(Reason.AUTHOR_AWAY)
    today = Aside.objects.filter(sender=actor, written__gt=now - timedelta(days=1))
    require(today.count() < MOST_A_DAY, Reason.TOO_MANY_ASIDES)
    text = careful(words)
    if not text:
        raise NotTaken("There were no words in it that could be passed on.")
    aside = Aside.objects.create(
        post=post, sender=actor, reader=reader, words=text, written=now, idempotency_key=idempotency_key
    )
    record(AsideWritten(aside_id=aside.pk))
    return aside


def _reader(actor: Member, post: Post, answers: int | None) -> Member | None:
    """The author; for an answer, who wrote what is answered, if it was written to the actor."""
    if answers is None:
        return post.poster
    aside = Aside.objects.select_related("sender").filter(pk=answers, reader=actor, post=post).first()
    if aside is None:
        raise NotVisible
    return aside.sender
