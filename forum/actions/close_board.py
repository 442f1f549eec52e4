"""Who looks after a network closes one of its boards, or opens it again."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_board_by_id
from forum.models import Board
from regions.permissions import Reason, can_set_readers, require
from regions.problems import Problem
from regions.rights_changed import readers_changed
from regions.standing import standing_of


@transaction.atomic
def close_board(actor: Member, board_id: int, *, closed: bool = True, today: date | None = None) -> Board:
    """Nobody posts on a closed board; who could read it still can. Raises NotVisible, Refused, Problem."""
    board = get_board_by_id(actor, board_id, lock=True)
    require(can_set_readers(standing_of(actor), board.network), Reason.NOT_THE_REPRESENTATIVE)
    if closed == (board.closed is not None):
        return board
    others = Board.objects.filter(network=board.network_id, closed=None).exclude(pk=board.pk)
    if closed and not others.exists():
        raise Problem("", "This is the last open board of the network, so its people could write nowhere.")
    board.closed = (today or timezone.localdate()) if closed else None
    Board.objects.filter(pk=board.pk).update(closed=board.closed, version=F("version") + 1)
    readers_changed(board.network_id)
    write_entry(
        "close_board" if closed else "reopen_board", actor_id=actor.pk, subject=f"board {board.pk}",
        network_id=board.network_id,
    )  # fmt: skip
    return board
