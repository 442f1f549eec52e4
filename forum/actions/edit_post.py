"""An author changes a post that others read."""

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from forum import search
from forum.access import get_post_for
from forum.content import BadContent, checked_text, checked_title
from forum.events import PostEdited
from forum.models import Post
from forum.rewriting import count_change, keep_version, require_safe, retitle, rewrite
from outbox.record import record
from regions.permissions import Reason, can_edit_post, require, why_not_write
from regions.standing import member_standing


class EditedMeanwhile(BadContent):
    """Somebody, or another tab, changed the post since this text was begun. `post` says what it reads now."""

    def __init__(self, post: Post) -> None:
        super().__init__(
            "The post was changed elsewhere while you wrote. Nothing of yours is lost or saved yet: compare, then save."
        )
        self.post = post


@transaction.atomic
def edit_post(actor: Member, post_id: int, *, content: str, version: int, title: str = "") -> Post:
    """Show the new text, keep the old one as a version; nobody is mailed. `version` is the post's `updates_count` that
    the author began from. `title` counts for a topic's first post. The same text again changes nothing.

    Raises NotVisible, Refused, BadContent, WouldBeHeld, EditedMeanwhile.
    """
    post = get_post_for(actor, post_id, lock=True)
    topic, standing, is_author = post.topic, member_standing(actor), post.poster_id == actor.pk
    network, locked, closed = topic.around, topic.is_locked, topic.forum.closed is not None
    require(is_author, Reason.NOT_THE_AUTHOR)
    require(
        can_edit_post(standing, network, is_author=is_author, locked=locked, closed=closed),
        why_not_write(standing, network, locked=locked, closed=closed),
    )
    require(not post.is_taken_back, Reason.ALREADY_DECIDED)
    opens = topic.first_post_id == post.pk
    title = checked_title(title) if opens and title.strip() else post.subject
    content = checked_text(content)
    if (title, content) == (post.subject, post.content.raw):
        return post
    if version != post.updates_count:
        raise EditedMeanwhile(post)
    require_safe(post, title, content)
    renamed = title != post.subject
    keep_version(post)
    rewrite(post, title=title, text=content)
    if renamed:
        retitle(topic, title, slugify(title)[:200] or "topic")
    else:
        search.index(post)
    count_change(topic)
    record(PostEdited(post_id=post.pk, topic_id=topic.pk, board_id=topic.forum_id))
    return post
