"""What follows when networks, boards and their readers change."""

from forum.events import TopicMoved, TopicsMerged, TopicSplit
from forum.streams import board_stream
from notifications.live import push
from outbox.models import Event
from regions.events import ReadersChanged


def push_readers_changed(event: ReadersChanged, event_id: int) -> None:
    """Every hub asks again, once, which of its sockets may still hear."""
    push.readers_changed()


def push_topic_moved(event: TopicMoved, event_id: int) -> None:
    """Tell open pages of the board that it came to."""
    seq = Event.objects.values_list("seq", flat=True).get(pk=event_id)
    push.board_moved(board_stream(event.board_id), seq or 0, topic_id=event.topic_id, post_id=0)


def push_topic_split(event: TopicSplit, event_id: int) -> None:
    _push(event.board_id, event.new_topic_id, event_id)


def push_topics_merged(event: TopicsMerged, event_id: int) -> None:
    _push(event.board_id, event.into_id, event_id)


def _push(board_id: int, topic_id: int, event_id: int) -> None:
    seq = Event.objects.values_list("seq", flat=True).get(pk=event_id)
    push.board_moved(board_stream(board_id), seq or 0, topic_id=topic_id, post_id=0)
