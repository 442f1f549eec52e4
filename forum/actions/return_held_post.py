"""The representative gives a held post back to its author, with a reason."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.content import checked_reason
from forum.events import HeldPostReturned
from forum.matter_steps import close_matter
from forum.matters import get_open_matter_for
from forum.models import Matter, Post
from outbox.record import record
from regions.permissions import Reason, require


@transaction.atomic
def return_held_post(actor: Member, post_id: int, *, reason: str) -> Post:
    """The author keeps the text, reads the reason, and may mend it. Raises NotVisible, Refused, BadContent."""
    matter = get_open_matter_for(actor, post_id)
    post = matter.post
    require(post.state == Post.State.WAITING, Reason.ALREADY_DECIDED)
    reason = checked_reason(reason)
    Post.objects.filter(pk=post.pk).update(state=Post.State.RETURNED, update_reason=reason, updated_by=actor)
    post.state, post.update_reason = Post.State.RETURNED, reason
    close_matter(matter, Matter.Outcome.RETURNED, by=actor, reason=reason)
    record(HeldPostReturned(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    write_entry(
        "return_held_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
