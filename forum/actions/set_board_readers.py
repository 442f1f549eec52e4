"""Who looks after a network says who reads one of its boards: its own members, or all."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_board_by_id
from forum.events import BoardReadersSet
from forum.models import Board
from outbox.record import record
from regions.permissions import Reason, can_set_readers, require
from regions.rights_changed import readers_changed
from regions.standing import standing_of


@transaction.atomic
def set_board_readers(actor: Member, board_id: int, *, readers: str) -> Board:
    """One of `Board.Readers`, at once: what was written before is read, or no longer read, like what comes after.

    Raises NotVisible, Refused, ValueError.
    """
    board = get_board_by_id(actor, board_id, lock=True)
    require(can_set_readers(standing_of(actor), board.network), Reason.NOT_THE_REPRESENTATIVE)
    wanted = Board.Readers(readers)
    if board.readers == wanted:
        return board
    Board.objects.filter(pk=board.pk).update(readers=wanted)
    board.readers = wanted
    readers_changed(board.network_id)
    wider = wanted == Board.Readers.MEMBERS
    record(BoardReadersSet(board_id=board.pk, wider=wider, actor_id=actor.pk))
    write_entry(
        "set_board_readers", actor_id=actor.pk, subject=f"board {board.pk}", network_id=board.network_id,
        details={"readers": str(wanted)},
    )  # fmt: skip
    return board
