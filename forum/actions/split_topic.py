"""A moderator makes a topic of its own from some answers of another."""

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.asking_steps import copy_askings
from forum.content import BadContent, checked_title
from forum.counting import recount_boards, recount_topic
from forum.events import TopicSplit
from forum.models import Post, Topic, TopicFollow, TopicTrace
from forum.renumbering import carry_read_marks, renumber
from forum.search import index
from forum.streams import board_stream
from forum.traces import leave_trace
from outbox.record import record
from regions.permissions import Reason, can_moderate, require
from regions.standing import member_standing


@transaction.atomic
def split_topic(actor: Member, topic_id: int, *, post_ids: list[int], title: str) -> Topic:
    """The chosen answers leave for a new topic on the same board, in their order; the first post stays. Both topics
    show a trace. Who followed the old one follows both, what was read stays read, and nobody is mailed again.

    Raises NotVisible, Refused, BadContent.
    """
    topic = get_topic_for(actor, topic_id, lock=True)
    require(can_moderate(member_standing(actor), topic.forum.network), Reason.NOT_THE_REPRESENTATIVE)
    title = checked_title(title)
    chosen = Post.objects.filter(topic=topic, pk__in=post_ids, approved=True).exclude(number=1)
    posts = list(chosen.select_for_update(of=("self",)).order_by("number"))
    if not posts or len(posts) != len(set(post_ids)):
        raise BadContent("Choose at least one answer of this topic. Its first post stays where it is.")
    new = _new_topic(topic, posts[0], title)
    numbers = [post.number or 0 for post in posts]
    renumber(posts, new, first=1, title=title)
    _settle(topic, new, posts, numbers)
    leave_trace(topic, TopicTrace.Kind.SPLIT_OFF, number=numbers[0] - 1, by=actor, count=len(posts), other=new)
    leave_trace(new, TopicTrace.Kind.SPLIT_FROM, number=1, by=actor, count=len(posts), other=topic)
    record(TopicSplit(topic_id=topic.pk, new_topic_id=new.pk, board_id=topic.forum_id),
           stream=board_stream(topic.forum_id))  # fmt: skip
    write_entry(
        "split_topic", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=topic.forum.network_id,
        details={"to": new.pk, "posts": [post.pk for post in posts]},
    )  # fmt: skip
    return new


def _new_topic(topic: Topic, first: Post, title: str) -> Topic:
    new = Topic(
        forum=topic.forum, poster=first.poster, subject=title, slug=slugify(title)[:200] or "topic", kind=topic.kind,
        approved=True, type=Topic.TOPIC_POST, status=Topic.TOPIC_UNLOCKED, last_post_on=first.published,
    )  # fmt: skip
    Topic.objects.bulk_create([new])
    return new


def _settle(topic: Topic, new: Topic, posts: list[Post], numbers: list[int]) -> None:
    Topic.objects.filter(pk=new.pk).update(first_post=posts[0], last_number=len(posts))
    carry_read_marks(topic, new, numbers)
    follows = TopicFollow.objects.filter(topic=topic).values_list("member_id", "wants")
    TopicFollow.objects.bulk_create(
        [TopicFollow(topic=new, member_id=member, wants=wants) for member, wants in follows], ignore_conflicts=True
    )
    for post in posts:
        index(post)
    copy_askings(topic, new)
    recount_topic(topic.pk)
    recount_topic(new.pk)
    recount_boards(topic.forum_id)
    new.refresh_from_db()
