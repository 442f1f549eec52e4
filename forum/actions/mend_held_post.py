"""The author changes a post that was held, so that no child can be worked out from it."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import Member
from forum.access import get_held_post_of
from forum.content import checked_text, checked_title
from forum.files.adopting import rules_of
from forum.files.forgetting import forget_files
from forum.models import HeldFinding, Post, PostOrigin, Topic
from forum.origin import Origin
from forum.publishing import findings_in, hold, publish_or_wait, require_topic_stands, set_text
from regions.permissions import Reason, can_settle_held_post, require
from regions.standing import member_standing
from screening import rules_found

MENDABLE = (Post.State.HELD, Post.State.RETURNED)


@transaction.atomic
def mend_held_post(
    actor: Member, post_id: int, *, content: str, title: str = "", leave_out: Iterable[int] = ()
) -> Post:
    """Post the mended text at once if the screen finds nothing any more; hold it again if it does.

    `leave_out`: numbers of its files that are not wanted any more. What an email had folded away is forgotten with the
    old text, as the details may stand there too.
    Raises NotVisible, Refused, BadContent.
    """
    post = get_held_post_of(actor, post_id, lock=True)
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    require(can_settle_held_post(member_standing(actor), is_author=True), Reason.SUSPENDED)
    require(post.state in MENDABLE, Reason.ALREADY_DECIDED)
    require_topic_stands(topic)
    require(not post.topic.forum.is_closed, Reason.BOARD_CLOSED)
    content = checked_text(content)
    if topic.last_number == 0 and title:
        post.subject = checked_title(title)
        Topic.objects.filter(pk=topic.pk).update(subject=post.subject)
    PostOrigin.objects.filter(post=post).update(folded="", files=[])
    set_text(post, content)
    Post.objects.filter(pk=post.pk).update(
        content=content, _content_rendered=post._content_rendered, subject=post.subject
    )
    forget_files(post.attachments.filter(pk__in=list(leave_out)))
    findings = findings_in(post.subject, content, Origin.web())
    rules = [*rules_found(findings), *rules_of(list(post.attachments.only("rules")))]
    if rules:
        hold(post, dict.fromkeys(map(str, rules)))
    else:
        HeldFinding.objects.filter(post=post).delete()
        publish_or_wait(post)
    return post
