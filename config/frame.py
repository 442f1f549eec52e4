"""What stands around every page: the networks in the rail with what is unread, and the bell.

One statement. What a page shows of its own is asked for elsewhere.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Member
from accounts.reach import not_reached
from forum.access import visible_boards
from forum.models import Board
from forum.selectors import with_unread
from notifications.selectors import unread_count, unread_for_the_bell
from regions.models import Network
from regions.permissions import belongs_to
from regions.prepared import rows_for
from regions.standing import member_standing


@dataclass
class RailNetwork:
    network: Network
    unread: int = 0
    boards: list[Board] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """`rail`: my own open networks under `mine`, all the others whose boards I can read under `others`."""

    rail: dict[str, list[RailNetwork]]
    bell: int
    not_reached_since: datetime | None = None


class RowCount(Subquery):
    """How many rows a query has, as a number in another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


LONG = ("description", "_description_rendered", "about")
BOARD = [one.attname for one in Board._meta.concrete_fields if one.attname not in LONG]
NETWORK = [one.attname for one in Network._meta.concrete_fields if one.attname not in LONG]


def frame_rows(member: Member, now: datetime) -> QuerySet[Any, Any]:
    """The columns of a board, those of its network, and the numbers."""
    boards = with_unread(visible_boards(member), member, now=now).annotate(
        bell=RowCount(unread_for_the_bell(member, now=now)),
        lost=Subquery(not_reached().filter(member=member).order_by("since").values("since")[:1]),
    )
    networks = [f"network__{name}" for name in NETWORK]
    return boards.order_by("network__position", "pk").values_list(*BOARD, *networks, "unread", "bell", "lost")


def frame_of(member: Member, *, now: datetime | None = None) -> Frame:
    rows = rows_for(frame_rows, member, now or timezone.now())
    if not rows:  # the numbers come with a board
        return Frame(_rail(member, []), unread_count(member))
    *_, bell, lost = rows[0]
    return Frame(_rail(member, [_board(row) for row in rows]), bell, lost)


def _board(row: list[Any]) -> Any:
    board: Any = Board.from_db(connection.alias, BOARD, row[: len(BOARD)])
    board.network = Network.from_db(connection.alias, NETWORK, row[len(BOARD) : len(BOARD) + len(NETWORK)])
    board.unread = row[len(BOARD) + len(NETWORK)]
    return board


def _rail(member: Member, boards: list[Any]) -> dict[str, list[RailNetwork]]:
    standing = member_standing(member)
    rows: dict[int, RailNetwork] = {}
    for board in boards:
        row = rows.setdefault(board.network_id, RailNetwork(board.network))
        row.unread += board.unread
        row.boards.append(board)
    mine = [row for row in rows.values() if belongs_to(standing, row.network) and row.network.closed is None]
    return {"mine": mine, "others": [row for row in rows.values() if row not in mine]}
