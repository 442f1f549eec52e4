"""What a page has missed since the numbers it holds: the same answer for a push, a poll and a reload."""

from typing import Any

from django.db.models import Count
from django.http import QueryDict

from accounts.models import Member
from forum.access import get_topic_for, visible_boards
from forum.models import Post
from forum.polls.models import Poll
from forum.polls.panel import state_of
from forum.selectors import posts_after, unread_by_network
from forum.streams import board_stream
from meetings.access import get_meeting_for
from meetings.streams import meeting_stream
from notifications.selectors import unread_count
from outbox.models import Event
from outbox.record import newest_number

MOST = 200


def what_was_missed(member: Member, query: QueryDict) -> dict[str, Any]:
    """`bell` always; for `?topic=&after=` how many answers came after that number, the number of the last
    post and how often something shown was changed; for `?board=&seq=` how many topics of the board moved, and under
    which numbers; for
    `?rail=` how much is unread in each network; for a
    topic with a poll, its state; for `?meeting=` the number at which it stands. A board or topic that the member may
    not read does not exist. Ids and counts only.
    """
    answer: dict[str, Any] = {"bell": unread_count(member)}
    if topic_id := _number(query, "topic"):
        topic = get_topic_for(member, topic_id)
        answer |= {
            "answers": posts_after(topic, _number(query, "after")).count(),
            "last": topic.last_number,
            "changes": topic.changes,
        }
        if state := _poll_state(topic_id):
            answer["poll"] = state
    elif board_id := _number(query, "board"):
        readable = visible_boards(member).filter(pk=board_id).exists()
        stream = board_stream(board_id)
        moved = Event.objects.filter(stream=stream, seq__gt=_number(query, "seq")) if readable else Event.objects.none()
        rows = list(moved.order_by("seq").values_list("seq", "payload")[:MOST])
        answer["topics"] = len(_still_there([payload for _, payload in rows]))
        answer["numbers"] = [seq for seq, _ in rows]
        answer["seq"] = newest_number(stream) if readable else 0
    elif meeting_id := _number(query, "meeting"):
        stream = meeting_stream(get_meeting_for(member, meeting_id).pk)
        answer["meeting"] = newest_number(stream)
    if query.get("rail"):
        answer["unread"] = unread_by_network(member)
    return answer


def _still_there(payloads: list[dict[str, int]]) -> set[int]:
    """The topics of these events, without what came and was undone."""
    posts = [told["post_id"] for told in payloads if "post_id" in told]
    undone = set(Post.objects.filter(pk__in=posts, approved=False).values_list("pk", flat=True)) if posts else set()
    return {told["topic_id"] for told in payloads if told.get("post_id") not in undone}


def _poll_state(topic_id: int) -> str:
    poll = Poll.objects.filter(topic=topic_id).annotate(answered=Count("ballots")).first()
    return state_of(poll.answered, poll.is_open()) if poll else ""


def _number(query: QueryDict, name: str) -> int:
    value = query.get(name, "")
    return int(value[:9]) if value.isdigit() else 0
