"""An author withdraws a post that others have read."""

from django.db import transaction

from accounts.models import Member
from forum import search
from forum.access import get_post_for
from forum.events import PostTakenBack
from forum.files.forgetting import forget_files
from forum.models import Attachment, Post, PostOrigin
from forum.outcomes import forget_acceptance
from forum.rewriting import count_change, keep_version
from outbox.record import record
from regions.permissions import Reason, can_take_back_post, require
from regions.standing import member_standing


@transaction.atomic
def take_back_post(actor: Member, post_id: int) -> Post:
    """Its place stays and says «withdrawn by its author»; its text, its earlier texts, its files and what its mail
    carried are gone for everybody else. The author keeps the texts. A second time changes nothing.

    Raises NotVisible, Refused.
    """
    post = get_post_for(actor, post_id, lock=True)
    is_author, forum = post.poster_id == actor.pk, post.topic.forum
    require(
        can_take_back_post(member_standing(actor), post.topic.around, is_author=is_author, shared=forum.shared),
        Reason.NOT_THE_AUTHOR,
    )
    if post.is_taken_back:
        return post
    keep_version(post)
    forget_acceptance(post)
    Post.objects.filter(pk=post.pk).update(state=Post.State.TAKEN_BACK, content="", _content_rendered="")
    post.state = Post.State.TAKEN_BACK
    forget_files(Attachment.objects.filter(post=post))
    PostOrigin.objects.filter(post=post).update(folded="", files=[])
    search.forget(post)
    count_change(post.topic)
    record(PostTakenBack(post_id=post.pk, topic_id=post.topic_id, board_id=forum.pk))
    return post
