"""Held posts, for the people who decide on them."""

from django.db.models import QuerySet

from accounts.models import Member
from forum.access import NotVisible, visible_boards
from forum.models import Post
from regions.denials import Unseen
from regions.permissions import Reason, can_decide_held_post, can_moderate, require
from regions.standing import member_standing


class SomebodyElses(Unseen, NotVisible):
    """A post of a network that others moderate: not there, and the try is kept."""


def waiting_posts_for(member: Member) -> QuerySet[Post]:
    """Held and waiting posts of the networks that this member moderates, oldest first."""
    standing = member_standing(member)
    boards = [board.pk for board in visible_boards(member) if can_moderate(standing, board.network)]
    return (
        Post.objects.filter(topic__forum_id__in=boards, state__in=(Post.State.HELD, Post.State.WAITING))
        .exclude(poster=member)
        .select_related("topic__forum__network", "poster")
        .prefetch_related("findings")
        .order_by("created")
    )


def get_waiting_post_for(member: Member, pk: int, *, lock: bool = False) -> Post:
    """A post that the member may decide on. Raises NotVisible (SomebodyElses where others moderate), Refused if it is
    their own or already decided.
    """
    posts = Post.objects.filter(pk=pk).exclude(state=Post.State.PUBLISHED).select_related("topic__forum__network")
    post = (posts.select_for_update(of=("self",)) if lock else posts).first()
    standing = member_standing(member)
    if post is None:
        raise NotVisible
    if not can_moderate(standing, post.topic.forum.network):
        raise SomebodyElses(Reason.NOT_THE_REPRESENTATIVE)
    require(
        can_decide_held_post(standing, post.topic.forum.network, is_author=post.poster_id == member.pk),
        Reason.OWN_MATTER,
    )
    require(post.state == Post.State.WAITING, Reason.ALREADY_DECIDED)
    return post
