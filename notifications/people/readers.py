"""Members know who reads: when the readers of what they wrote change, they are told.

On the site always; by letter only when more people read, and then once a day for each board, however much is moved. Who
turned the mail of the board off and wrote nothing there is told on the site alone.
"""

from typing import Any

from django.utils import timezone

from accounts.models import Member
from forum.events import BoardReadersSet, NetworksMerged, TopicMoved
from forum.mail_wishes import OwnWishes, Rhythm
from forum.models import Board, Post, Topic
from forum.selectors import people_of_boards, people_of_topic
from notifications.fresh import NothingToSend, there
from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.models import Letter, Notification
from notifications.reading import readers_among
from regions.models import Network
from regions.selectors import member_ids_in

Kind = Notification.Kind


def tell_people_of_topic(event: TopicMoved, event_id: int) -> None:
    """Who takes part in the topic. Who lost sight of it by the move is told that, and not where it went."""
    topic = Topic.objects.select_related("forum__network").filter(pk=event.topic_id, approved=True).first()
    before = Board.objects.select_related("network").filter(pk=event.from_board_id).first()
    if topic is None or before is None or topic.forum_id != event.board_id or not _others_read(before, topic.forum):
        return
    people = sorted(people_of_topic(topic) - {event.actor_id})
    seeing = readers_among(people, topic)
    blind = readers_among([pk for pk in people if pk not in set(seeing)], before)
    tell(seeing, event_id, Kind.MOVED, topic=topic)
    tell(blind, event_id, Kind.MOVED_AWAY)
    if _more_read(before, topic.forum):
        _write(seeing, topic.forum, {"topic_id": topic.pk})


def tell_people_of_board(event: BoardReadersSet, event_id: int) -> None:
    """The people whose own board it is. On a board of everybody's nothing has changed."""
    board = Board.objects.select_related("network").filter(pk=event.board_id).first()
    if board is None or board.network.kind == Network.Kind.NATIONAL or board.shared != event.wider:
        return
    people = readers_among(sorted(member_ids_in(board.network) - {event.actor_id}), board)
    tell(people, event_id, Kind.READERS, board=board)
    if event.wider:
        _write(people, board, {})


def tell_people_of_merged_boards(event: NetworksMerged, event_id: int) -> None:
    """Who wrote on the boards, and whose own they are now. One notification and one letter, for the first of them."""
    boards = list(Board.objects.select_related("network").filter(pk__in=event.board_ids).order_by("closed", "pk"))
    boards = [board for board in boards if board.network_id != event.from_network_id]
    if not boards:
        return
    people = people_of_boards(boards) | member_ids_in(boards[0].network)
    seeing = readers_among(sorted(people - {event.actor_id}), boards[0])
    tell(seeing, event_id, Kind.READERS, board=boards[0])
    _write(seeing, boards[0], {"merged": True})


def more_readers_facts(letter: Letter) -> dict[str, Any]:
    """What is so when it leaves: nothing is said of a board or a topic that its reader may not read by then."""
    board = Board.objects.select_related("network").filter(pk=letter.context["board_id"]).first()
    if board is None or letter.member_id is None or not readers_among([letter.member_id], board):
        raise NothingToSend
    if letter.member is not None and _wants_no_word(letter.member, board):
        raise NothingToSend
    if "topic_id" not in letter.context:
        if not board.shared and not letter.context.get("merged"):
            raise NothingToSend  # it was opened and shut again
        return {"board": board}
    topic = there(Topic, letter.context["topic_id"])
    if topic.forum_id != board.pk or not topic.approved:
        raise NothingToSend
    return {"board": board, "topic": topic}


def _wants_no_word(member: Member, board: Board) -> bool:
    """Off means off, unless their own words are read by more people than when they wrote them."""
    off = OwnWishes(member).about_board(board).rhythm == Rhythm.NOTHING
    return off and not Post.objects.filter(poster=member, topic__forum=board).exists()


def _write(member_ids: list[int], board: Board, context: dict[str, Any]) -> None:
    today = timezone.localdate()
    for member in Member.objects.filter(pk__in=member_ids):
        write_letter(
            "more_readers", member=member, key=f"readers:{board.pk}:{today}:{member.pk}",
            context={"board_id": board.pk} | context,
        )  # fmt: skip


def _others_read(before: Board, now: Board) -> bool:
    if _read_by_all(before) or _read_by_all(now):
        return _read_by_all(before) != _read_by_all(now)
    return before.network_id != now.network_id


def _more_read(before: Board, now: Board) -> bool:
    """Is there anybody who reads it now and did not before?"""
    if _read_by_all(before):
        return False
    return _read_by_all(now) or before.network_id != now.network_id


def _read_by_all(board: Board) -> bool:
    return board.shared or board.network.kind == Network.Kind.NATIONAL
