"""A member answers in a topic, by the page or by email."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Member
from forum.answering import line_of, topic_to_answer
from forum.content import checked_text
from forum.models import Post
from forum.origin import Origin
from forum.publishing import write_post
from forum.read_marks import move_mark
from regions.permissions import can_reply, require, why_not_write
from regions.standing import member_standing


def reply_to_topic(
    actor: Member, topic_id: int, *, content: str, origin: Origin, idempotency_key: str, now: datetime | None = None
) -> Post:
    """Add the answer; the same key again gives the same post back, however often and from wherever it comes.

    Raises NotVisible, Refused, or BadContent. The post may come back held: ask its `state`.
    """
    try:
        return _reply(actor, topic_id, content, origin, idempotency_key, now)
    except IntegrityError:  # the same form at the same moment: it waited for the lock, and looked before it
        earlier = Post.objects.filter(poster=actor, idempotency_key=idempotency_key).select_related("topic").first()
        if earlier is None:
            raise
        return earlier


@transaction.atomic
def _reply(
    actor: Member, topic_id: int, content: str, origin: Origin, idempotency_key: str, now: datetime | None
) -> Post:
    topic = topic_to_answer(actor, topic_id, idempotency_key)
    standing = member_standing(actor)
    network, locked, closed = topic.around, topic.is_locked, topic.forum.closed is not None
    require(
        can_reply(standing, network, locked=locked, closed=closed),
        why_not_write(standing, network, locked=locked, closed=closed),
    )
    if topic.answered_by is not None:
        return Post.objects.select_related("topic").get(pk=topic.answered_by)
    if origin.seen_to:
        move_mark(actor, topic, min(origin.seen_to, topic.last_number))
    return write_post(
        topic, actor, title=topic.subject, content=checked_text(content), origin=origin,
        idempotency_key=idempotency_key, now=now, line=line_of(topic), has_files=topic.has_files,
    )  # fmt: skip
