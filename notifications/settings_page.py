"""The rows of the page of mail settings."""

from dataclasses import dataclass

from accounts.models import Member
from forum.access import visible_boards
from forum.models import Board, BoardFollow
from regions.models import Network
from regions.permissions import belongs_to
from regions.standing import member_standing


@dataclass(frozen=True)
class BoardRow:
    board: Board
    wants: str
    chosen: bool


def rows_for(member: Member) -> list[BoardRow]:
    """Each readable board with what it sends the member, and whether they chose so themselves. Two queries."""
    choices = dict(BoardFollow.objects.filter(member=member).values_list("board_id", "wants"))
    standing = member_standing(member)
    rows = []
    for board in visible_boards(member).order_by("network__position", "name"):
        follows = board.network.kind != Network.Kind.NATIONAL and belongs_to(standing, board.network)
        default = BoardFollow.Wants.EVERYTHING if follows else BoardFollow.Wants.NOTHING
        rows.append(BoardRow(board, choices.get(board.pk, default), board.pk in choices))
    return rows
