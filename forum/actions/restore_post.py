"""A representative puts a removed post back."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.models import Post
from forum.removal import get_post_to_moderate, put_back


@transaction.atomic
def restore_post(actor: Member, post_id: int) -> Post:
    """It stands where it stood, under its number; nobody is mailed again. Raises NotVisible, Refused."""
    post = get_post_to_moderate(actor, post_id, states=(Post.State.REMOVED,))
    put_back(post)
    write_entry(
        "restore_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
