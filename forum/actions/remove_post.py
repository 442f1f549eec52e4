"""A representative takes a post out of sight, reported or not."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.content import checked_reason
from forum.events import ReportDecided
from forum.matter_steps import close_matter
from forum.matters import get_open_matter_for
from forum.models import Matter, Post
from forum.removal import get_post_to_moderate, take_down
from outbox.record import record
from regions.permissions import Reason, require


@transaction.atomic
def remove_post(actor: Member, post_id: int, *, reason: str) -> Post:
    """Nobody reads it any more but its author, who reads the reason and keeps the text. A topic's first post takes the
    topic with it. A report of it is decided by this. It can be restored. Raises NotVisible, Refused, BadContent.
    """
    reported = Matter.objects.filter(post=post_id, outcome="", kind=Matter.Kind.REPORT).exists()
    matter = get_open_matter_for(actor, post_id) if reported else None
    post = matter.post if matter else get_post_to_moderate(actor, post_id)
    require(post.state == Post.State.PUBLISHED, Reason.ALREADY_DECIDED)  # its author withdrew it meanwhile
    reason = checked_reason(reason)
    take_down(post, by=actor, reason=reason)
    if matter is not None:
        close_matter(matter, Matter.Outcome.REMOVED, by=actor, reason=reason)
        record(ReportDecided(matter_id=matter.pk))
    write_entry(
        "remove_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
