"""Letters to somebody about their own post: where it stands, what was cut, and how an answer mends or undoes it."""

from typing import Any

from accounts.models import Member
from forum.access import own_or_visible_posts
from forum.mail_wishes import habits_of
from forum.mending import can_be_mended, cut_from, mend_until
from forum.models import Post
from forum.undoing import can_be_undone, undo_until
from notifications.addresses import mend_address
from notifications.fresh import NothingToSend
from notifications.letters import write_letter
from notifications.models import Letter
from notifications.tokens import Purpose, seal


def own_address(member: Member, post_id: int) -> str:
    """Answered from the author's own proven address, it takes words about this post."""
    token = seal(Purpose.MEND, member_id=member.pk, thing_id=post_id, generation=member.token_generation)
    return mend_address(token)


def write_receipt(member: Member, post: Post, *, address: str, in_reply_to: str) -> None:
    """Once for each post that came by mail, if its author wants to be told."""
    if post.approved and habits_of(member).receipts:
        write_letter(
            "mail_posted", member=member, address=address, key=f"mail-posted:{post.pk}", in_reply_to=in_reply_to,
            context={"post_id": post.pk, "reply_to": own_address(member, post.pk)},
        )  # fmt: skip


def receipt_facts(letter: Letter) -> dict[str, Any]:
    """Nothing to send once the post is gone, or can neither be undone nor mended any more."""
    member = letter.member
    if member is None or not member.is_active:
        raise NothingToSend
    posts = own_or_visible_posts(member).select_related("topic__forum__network")
    post = posts.filter(pk=letter.context["post_id"], poster=member, approved=True).first()
    if post is None or not can_be_mended(post):
        raise NothingToSend
    cut = [line for line in cut_from(post).splitlines() if line.strip()]
    return {
        "post": post, "topic": post.topic, "board": post.topic.forum, "cut": len(cut), "mend_until": mend_until(post),
        "undo_until": undo_until(post) if can_be_undone(post) else None,
    }  # fmt: skip
