"""Taking a published post out of sight, and putting it back. Steps of the actions, inside their transaction."""

from accounts.models import Member
from forum.access import NotVisible
from forum.counting import recount_boards, recount_topic
from forum.events import PostRemoved, PostRestored
from forum.matters import SomebodyElses
from forum.models import Post, Topic, TopicTrace
from forum.streams import board_stream
from forum.traces import leave_trace
from outbox.record import record
from regions.permissions import Reason, can_decide_matter, can_moderate, require
from regions.standing import member_standing


def get_post_to_moderate(actor: Member, post_id: int, *, states: tuple[str, ...] = (Post.State.PUBLISHED,)) -> Post:
    """A post in one of these states, locked, of a network that the member moderates. Raises NotVisible (SomebodyElses
    where others moderate), Refused if they wrote it.
    """
    posts = Post.objects.filter(pk=post_id, state__in=states).select_related("topic__forum__network", "poster")
    post = posts.select_for_update(of=("self",)).first()
    if post is None:
        raise NotVisible
    standing, network = member_standing(actor), post.topic.forum.network
    if not can_moderate(standing, network):
        raise SomebodyElses(Reason.NOT_THE_REPRESENTATIVE)
    is_author = post.poster_id == actor.pk
    require(can_decide_matter(standing, network, took_part=is_author, passed=False), Reason.OWN_MATTER)
    return post


def get_post_to_see(actor: Member, post_id: int) -> Post:
    """The same for its page, published or removed, unlocked."""
    posts = Post.objects.filter(pk=post_id, state__in=(Post.State.PUBLISHED, Post.State.REMOVED, Post.State.TAKEN_BACK))
    post = posts.select_related("topic__forum__network", "poster", "updated_by").first()
    if post is None:
        raise NotVisible
    if not can_moderate(member_standing(actor), post.topic.forum.network):
        raise SomebodyElses(Reason.NOT_THE_REPRESENTATIVE)
    require(post.poster_id != actor.pk, Reason.OWN_MATTER)
    return post


def take_down(post: Post, *, by: Member, reason: str) -> None:
    """Its author is told the reason."""
    hide(post, by=by, reason=reason)
    record(
        PostRemoved(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id),
        stream=board_stream(post.topic.forum_id),
    )


def hide(post: Post, *, by: Member, reason: str = "") -> None:
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    Post.objects.filter(pk=post.pk).update(
        state=Post.State.REMOVED, approved=False, update_reason=reason, updated_by=by
    )
    post.state, post.approved, post.update_reason = Post.State.REMOVED, False, reason
    if topic.first_post_id == post.pk:
        Topic.objects.filter(pk=topic.pk).update(approved=False)
    else:
        leave_trace(topic, TopicTrace.Kind.REMOVED, number=post.number or 0, by=by)
    _settle(post)


def put_back(post: Post) -> None:
    topic = Topic.objects.select_for_update().get(pk=post.topic_id)
    Post.objects.filter(pk=post.pk).update(state=Post.State.PUBLISHED, approved=True, update_reason="")
    post.state, post.approved = Post.State.PUBLISHED, True
    if topic.first_post_id == post.pk:
        Topic.objects.filter(pk=topic.pk).update(approved=True)
    TopicTrace.objects.filter(topic=topic, kind=TopicTrace.Kind.REMOVED, number=post.number or 0).delete()
    _settle(post)
    record(
        PostRestored(post_id=post.pk, topic_id=post.topic_id, board_id=post.topic.forum_id),
        stream=board_stream(post.topic.forum_id),
    )


def _settle(post: Post) -> None:
    recount_topic(post.topic_id)
    recount_boards(post.topic.forum_id)
