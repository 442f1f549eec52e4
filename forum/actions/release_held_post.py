"""The representative lets a held post through."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.matter_steps import close_matter
from forum.matters import get_open_matter_for
from forum.models import Matter, Post, Topic
from forum.publishing import publish, require_topic_stands
from regions.permissions import Reason, require


@transaction.atomic
def release_held_post(actor: Member, post_id: int) -> Post:
    """Publish it: its email, notices and search text come only now. Raises NotVisible, Refused (saying by whom it was
    decided, or who has it in hand).
    """
    matter = get_open_matter_for(actor, post_id)
    post = matter.post
    require(post.state == Post.State.WAITING, Reason.ALREADY_DECIDED)
    require(not post.topic.forum.is_closed, Reason.BOARD_CLOSED)
    require_topic_stands(Topic.objects.select_for_update().get(pk=post.topic_id))
    close_matter(matter, Matter.Outcome.POSTED, by=actor)
    publish(post)
    write_entry(
        "release_held_post", actor_id=actor.pk, subject=f"post {post.pk}", member_id=post.poster_id,
        network_id=post.topic.forum.network_id,
    )  # fmt: skip
    return post
