"""A member starts a topic on a board."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Member
from forum.access import get_board_for
from forum.content import checked_text, checked_title
from forum.models import Post, Topic
from forum.origin import Origin
from forum.polls.voters import asked_now
from forum.polls.wish import PollWish, checked_wish, make_poll
from forum.publishing import write_post
from forum.tags import checked_tags, put_tags, tag_named
from regions.permissions import can_start_topic, require, why_not_write
from regions.standing import member_standing


def start_topic(
    actor: Member, board_slug: str, *, title: str, content: str, kind: str = Topic.Kind.QUESTION, origin: Origin,
    idempotency_key: str, now: datetime | None = None, poll: PollWish | None = None,
    tags: Sequence[str] = (),
) -> Post:  # fmt: skip
    """Open the topic with its first post, its tags, and a poll if one is wished; the same key again gives the same post
    back.

    Raises NotVisible, Refused, BadContent, BadPoll or Problem. The post may come back held: ask its `state`.
    """
    try:
        return _start(actor, board_slug, title, content, kind, origin, idempotency_key, now, poll, tags)
    except IntegrityError:
        return Post.objects.select_related("topic").get(poster=actor, idempotency_key=idempotency_key)


@transaction.atomic
def _start(
    actor: Member, board_slug: str, title: str, content: str, kind: str, origin: Origin, key: str, now: datetime | None,
    poll: PollWish | None, tags: Sequence[str],
) -> Post:  # fmt: skip
    board = get_board_for(actor, board_slug)
    standing, closed = member_standing(actor), board.closed is not None
    require(
        can_start_topic(standing, board.network, closed=closed), why_not_write(standing, board.network, closed=closed)
    )
    earlier = Post.objects.filter(poster=actor, idempotency_key=key).select_related("topic").first()
    if earlier is not None:
        return earlier
    title, content = checked_title(title), checked_text(content)
    wish, names = checked_wish(poll, now=now) if poll else None, checked_tags(tags)
    topic = Topic(
        forum=board, poster=actor, subject=title, slug=slugify(title)[:200] or "topic", kind=kind, approved=False,
        type=Topic.TOPIC_POST, status=Topic.TOPIC_UNLOCKED, last_post_on=now or timezone.now(),
    )  # fmt: skip
    Topic.objects.bulk_create([topic])
    if wish:
        make_poll(topic, wish, asked=asked_now(topic))
    if names:
        put_tags(topic, [tag_named(board.network, name) for name in names])
    return write_post(topic, actor, title=title, content=content, origin=origin, idempotency_key=key, now=now)
