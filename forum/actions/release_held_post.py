"""The representative lets a held post through."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.models import Post, Topic
from forum.moderation import get_waiting_post_for
from forum.publishing import publish
from regions.permissions import Reason, require


@transaction.atomic
def release_held_post(actor: Member, post_id: int) -> Post:
    """Publish it: its email, notices and search text come only now. Raises NotVisible, Refused."""
    post = get_waiting_post_for(actor, post_id, lock=True)
    require(not post.topic.forum.is_closed, Reason.BOARD_CLOSED)
    Topic.objects.select_for_update().get(pk=post.topic_id)
    publish(post)
    write_entry(
        "release_held_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
