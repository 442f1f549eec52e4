"""What a page has missed since the numbers it holds: the same answer for a push, a poll and a reload."""

from typing import Any

from django.http import QueryDict

from accounts.models import Member
from forum.access import get_topic_for, visible_boards
from forum.publishing import board_stream
from forum.selectors import posts_after
from notifications.selectors import unread_count
from outbox.models import Event
from outbox.record import newest_numbers


def what_was_missed(member: Member, query: QueryDict) -> dict[str, Any]:
    """`bell` always; for `?topic=&after=` how many answers came after that number; for `?board=&seq=` how many topics
    of the board moved. A board or topic that the member may not read does not exist. Ids and counts only.
    """
    answer: dict[str, Any] = {"bell": unread_count(member)}
    if topic_id := _number(query, "topic"):
        topic = get_topic_for(member, topic_id)
        answer["answers"] = posts_after(topic, _number(query, "after")).count()
    elif board_id := _number(query, "board"):
        readable = visible_boards(member).filter(pk=board_id).exists()
        stream = board_stream(board_id)
        moved = Event.objects.filter(stream=stream, seq__gt=_number(query, "seq")) if readable else Event.objects.none()
        answer["topics"] = len({payload["topic_id"] for payload in moved.values_list("payload", flat=True)[:200]})
        answer["seq"] = newest_numbers([stream])[stream] if readable else 0
    return answer


def _number(query: QueryDict, name: str) -> int:
    value = query.get(name, "")
    return int(value[:9]) if value.isdigit() else 0
