"""The author of a held post says that no child is described in it."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_held_post_of
from forum.events import HeldPostSentOn
from forum.matter_steps import open_matter, pass_on_if_own
from forum.models import Matter, Post
from outbox.record import record
from regions.permissions import Reason, can_settle_held_post, require
from regions.standing import member_standing


@transaction.atomic
def vouch_for_held_post(actor: Member, post_id: int) -> Post:
    """Send the post on to the representative, who now sees the text, masked, and decides.

    Raises NotVisible, Refused.
    """
    post = get_held_post_of(actor, post_id, lock=True)
    require(can_settle_held_post(member_standing(actor), is_author=True), Reason.SUSPENDED)
    require(post.state == Post.State.HELD, Reason.ALREADY_DECIDED)
    Post.objects.filter(pk=post.pk).update(state=Post.State.WAITING)
    post.state = Post.State.WAITING
    pass_on_if_own(open_matter(post, Matter.Kind.HELD))
    record(HeldPostSentOn(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    return post
