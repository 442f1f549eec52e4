"""A moderator puts the posts of one topic at the end of another."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_topic_for
from forum.asking_steps import end_all_askings
from forum.counting import recount_boards, recount_topic
from forum.events import TopicsMerged
from forum.models import Post, Topic, TopicFollow, TopicTrace
from forum.polls.merging import take_poll_along
from forum.renumbering import carry_read_marks, renumber
from forum.search import index
from forum.streams import board_stream
from forum.tags import join_tags
from forum.traces import leave_trace
from outbox.record import record
from regions.permissions import Reason, can_moderate, can_move_topic, require
from regions.problems import Problem
from regions.standing import member_standing


@transaction.atomic
def merge_topics(actor: Member, topic_id: int, *, into_id: int) -> Topic:
    """Its posts follow after those of the other, in their order; no number of the other changes. What is held in it
    goes along, and so do its tags, as far as there is room, and its poll, if the other has none. The old address, and
    answers to old mails, lead to the other; the trace stays.

    Raises NotVisible, Refused, Problem.
    """
    if topic_id == into_id:
        raise Problem("into", "That is the same topic.")
    low, high = sorted((topic_id, into_id))
    pair = {pk: get_topic_for(actor, pk, lock=True) for pk in (low, high)}  # in one order: two never wait in a ring
    topic, into = pair[topic_id], pair[into_id]
    who, network = member_standing(actor), topic.forum.network
    require(can_moderate(who, network), Reason.NOT_THE_REPRESENTATIVE)
    require(can_move_topic(who, network, into.forum.network), Reason.NOT_THE_REPRESENTATIVE)
    require(into.forum.closed is None, Reason.BOARD_CLOSED)
    posts = list(Post.objects.filter(topic=topic, number__isnull=False).order_by("number"))
    numbers, first = [post.number or 0 for post in posts], into.last_number + 1
    renumber(posts, into, first=first, title=into.subject)
    Post.objects.filter(topic=topic).update(topic=into, subject=into.subject)
    words = take_poll_along(topic, into)
    join_tags(topic, into)
    _settle(topic, into, posts, numbers, first)
    leave_trace(into, TopicTrace.Kind.MERGED_IN, number=first - 1, by=actor, count=len(posts), words=words)
    record(TopicsMerged(topic_id=topic.pk, into_id=into.pk, board_id=into.forum_id),
           stream=board_stream(into.forum_id))  # fmt: skip
    write_entry(
        "merge_topics", actor_id=actor.pk, subject=f"topic {topic.pk}", network_id=network.pk,
        details={"into": into.pk, "to_network": into.forum.network_id},
    )  # fmt: skip
    return into


def _settle(topic: Topic, into: Topic, posts: list[Post], numbers: list[int], first: int) -> None:
    carry_read_marks(topic, into, numbers, first=first)
    follows = TopicFollow.objects.filter(topic=topic, wants=TopicFollow.Wants.FOLLOW).values_list(
        "member_id", flat=True
    )
    TopicFollow.objects.bulk_create(
        [TopicFollow(topic=into, member_id=pk, wants=TopicFollow.Wants.FOLLOW) for pk in follows],
        ignore_conflicts=True,
    )
    TopicFollow.objects.filter(topic=topic).delete()
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    Topic.objects.filter(pk=topic.pk).update(
        approved=False, merged_into=into, first_post=None, last_post=None, posts_count=0
    )
    Topic.objects.filter(pk=into.pk).update(last_number=first - 1 + len(posts))
    for post in posts:
        if post.approved:
            index(post)
    end_all_askings(topic)
    recount_topic(into.pk)
    recount_boards(topic.forum_id, into.forum_id)
    into.refresh_from_db()
