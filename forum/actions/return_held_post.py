"""The representative gives a held post back to its author, with a reason."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.content import BadContent
from forum.events import HeldPostReturned
from forum.models import Post
from forum.moderation import get_waiting_post_for
from outbox.record import record


@transaction.atomic
def return_held_post(actor: Member, post_id: int, *, reason: str) -> Post:
    """The author keeps the text, reads the reason, and may mend it. Raises NotVisible, Refused, BadContent."""
    post = get_waiting_post_for(actor, post_id, lock=True)
    reason = " ".join(reason.split())[:255]
    if not reason:
        raise BadContent("Say why: the author reads your reason.")
    Post.objects.filter(pk=post.pk).update(state=Post.State.RETURNED, update_reason=reason, updated_by=actor)
    post.state, post.update_reason = Post.State.RETURNED, reason
    record(HeldPostReturned(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    write_entry(
        "return_held_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
