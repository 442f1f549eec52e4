"""What a moderator did to a topic stays to be seen in it."""

from typing import Any

from accounts.models import Member
from forum.access import get_topic_for, visible_topics
from forum.models import Topic, TopicTrace


def leave_trace(
    topic: Topic, kind: str, *, number: int, by: Member, count: int = 1, other: Topic | None = None, words: str = ""
) -> None:
    TopicTrace.objects.create(topic=topic, kind=kind, number=number, by=by, count=count, other=other, words=words)
    Topic.objects.filter(pk=topic.pk).update(traced=True)


def traces_of(topic: Topic, member: Member, *, first: int, last: int) -> dict[int, list[Any]]:
    """The traces among these numbers, by the number that they stand after; one names another topic only to who may
    read that one.
    """
    if not topic.traced:
        return {}
    rows = list(
        TopicTrace.objects.filter(topic=topic, number__gte=first, number__lte=last)
        .select_related("other", "by")
        .order_by("number", "pk")
    )
    named = {row.other_id for row in rows if row.other_id}
    seen = set(visible_topics(member).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row.other_id not in seen:
            row.other = None
        found.setdefault(row.number, []).append(row)
    return found


def merged_topic_for(member: Member, topic_id: int) -> Topic:
    """The topic that one was merged into. Raises NotVisible, also if there is none."""
    return get_topic_for(member, current_topic_id(topic_id))


def current_topic_id(topic_id: int) -> int:
    """Where a topic's posts stand today: itself, or what it was merged into."""
    into = Topic.objects.filter(pk=topic_id).values_list("merged_into", flat=True).first()
    return into or topic_id
