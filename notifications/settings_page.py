"""The rows of the page of mail settings."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import Member
from forum.access import visible_boards, visible_topics
from forum.mail_wishes import OwnWishes, Wish
from forum.models import Board, Topic
from regions.models import Network


@dataclass(frozen=True)
class BoardRow:
    board: Board
    wish: Wish
    chosen: str


@dataclass
class NetworkRow:
    """A network with its readable boards; one choice for all of them is offered where there are several."""

    network: Network
    chosen: str
    boards: list[BoardRow] = field(default_factory=list)


def rows_for(member: Member) -> list[NetworkRow]:
    """Each readable board, by network, with what it sends the member and what they chose. Five queries."""
    own = OwnWishes(member)
    rows: dict[int, NetworkRow] = {}
    for board in visible_boards(member).order_by("network__position", "name"):
        row = rows.setdefault(board.network_id, NetworkRow(board.network, own.networks.get(board.network_id, "")))
        row.boards.append(BoardRow(board, own.about_board(board), own.boards.get(board.pk, "")))
    return list(rows.values())


def topics_chosen(member: Member) -> QuerySet[Topic]:
    """Topics for which the member chose something themselves and did not merely write in."""
    chosen = visible_topics(member).filter(follows__member=member, follows__wants__in=("mute", "daily", "weekly"))
    return chosen.select_related("forum__network").order_by("-last_post_on")[:50]
