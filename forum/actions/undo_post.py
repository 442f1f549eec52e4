"""An author takes a post back before its mail leaves."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from forum import search
from forum.access import get_post_for
from forum.drafts import give_back
from forum.events import PostUndone
from forum.models import Post, PostVersion
from forum.outcomes import forget_acceptance
from forum.rewriting import count_change
from forum.undoing import can_be_undone, take_out
from outbox.record import record
from regions.permissions import Reason, can_take_back_post, require
from regions.standing import member_standing


@transaction.atomic
def undo_post(actor: Member, post_id: int, *, now: datetime | None = None) -> Post:
    """For others it never was: no mail, no notification, no count. Its text is its author's draft again,
    unless they have begun another there.

    Raises NotVisible, Refused (TOO_LATE_TO_UNDO: `take_back_post` is what is left).
    """
    post = get_post_for(actor, post_id, lock=True)
    is_author, forum = post.poster_id == actor.pk, post.topic.forum
    require(
        can_take_back_post(member_standing(actor), post.topic.around, is_author=is_author, shared=forum.shared),
        Reason.NOT_THE_AUTHOR,
    )
    require(can_be_undone(post, now=now), Reason.TOO_LATE_TO_UNDO)
    Post.objects.filter(pk=post.pk).update(approved=False, state=Post.State.WITHDRAWN, number=None, published=None)
    post.approved, post.state, post.number = False, Post.State.WITHDRAWN, None
    PostVersion.objects.filter(post=post).delete()
    forget_acceptance(post)
    give_back(post)
    search.forget(post)
    take_out(post)
    count_change(post.topic)
    record(PostUndone(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id))
    return post
