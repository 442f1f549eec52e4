"""The author of a held post takes it back."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_held_post_of
from forum.events import HeldPostWithdrawn
from forum.matter_steps import close_matters_of
from forum.models import Post
from outbox.record import record
from regions.permissions import Reason, require


@transaction.atomic
def withdraw_held_post(actor: Member, post_id: int) -> Post:
    """Nobody else will see it; the author's own page keeps the text. Raises NotVisible, Refused."""
    post = get_held_post_of(actor, post_id, lock=True)
    require(post.state in (Post.State.HELD, Post.State.WAITING, Post.State.RETURNED), Reason.ALREADY_DECIDED)
    Post.objects.filter(pk=post.pk).update(state=Post.State.WITHDRAWN)
    post.state = Post.State.WITHDRAWN
    close_matters_of(post)
    record(HeldPostWithdrawn(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    return post
