"""How long a post can be undone, and what is set right when it is."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Max
from django.utils import timezone

from forum.models import Board, Post, ReadMark, Topic

# Before the mail is due, by as much as a slow transaction takes: what is undone must be gone when the sender looks.
MARGIN = timedelta(seconds=3)


def undo_until(post: Post) -> datetime:
    """Until then the post can be undone, as far as the clock goes."""
    return (post.published or post.created) + timedelta(seconds=settings.UNDO_SECONDS) - MARGIN


def can_be_undone(post: Post, *, now: datetime | None = None) -> bool:
    """No mail of it has left, and nobody has answered the topic that it opened."""
    if not post.approved or post.is_taken_back or (now or timezone.now()) >= undo_until(post):
        return False
    if post.topic.first_post_id != post.pk:
        return True
    others = Post.objects.filter(topic_id=post.topic_id).exclude(pk=post.pk)
    return not others.exclude(state=Post.State.WITHDRAWN).exists()  # also one that is held, and may yet appear


def take_out(post: Post) -> None:
    """Counts, last posts and read marks as if the post had never been. The caller holds the topic's lock, and has
    unpublished the post.
    """
    topic = post.topic
    left = Post.objects.filter(topic=topic, approved=True)
    newest = left.order_by("-number").first()
    if newest is None:
        Topic.objects.filter(pk=topic.pk).update(
            approved=False, posts_count=0, last_number=0, last_post=None, people_count=0
        )
        ReadMark.objects.filter(topic=topic).delete()
    else:
        Topic.objects.filter(pk=topic.pk).update(
            posts_count=F("posts_count") - 1, last_number=left.aggregate(most=Max("number"))["most"],
            people_count=left.aggregate(people=Count("poster", distinct=True))["people"],
            last_post=newest, last_post_on=newest.published,
        )  # fmt: skip
        # Who was shown the post has read as far as the one before: else the next one would pass for read.
        ReadMark.objects.filter(topic=topic, number__gt=newest.number).update(number=newest.number)
    _recount(topic.forum_id, fewer_topics=1 if newest is None else 0)


def _recount(board_id: int, *, fewer_topics: int) -> None:
    board = Board.objects.select_for_update().get(pk=board_id)
    last = Topic.objects.filter(forum=board, approved=True).order_by("-last_post_on", "-pk").first()
    Board.objects.filter(pk=board_id).update(
        direct_posts_count=F("direct_posts_count") - 1, direct_topics_count=F("direct_topics_count") - fewer_topics,
        last_post=last.last_post_id if last else None, last_post_on=last.last_post_on if last else None,
    )  # fmt: skip
