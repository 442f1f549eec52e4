"""Who looks after a network changes what one of its boards is called, and what it is for."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.access import get_board_by_id
from forum.board_names import board_name, checked_description
from forum.models import Board
from regions.permissions import Reason, can_set_readers, require
from regions.standing import standing_of


@transaction.atomic
def rename_board(actor: Member, board_id: int, *, name: str, description: str, was: str) -> Board:
    """`was`: the name that the actor saw. The board's mail address stays. Raises NotVisible, Refused, Problem."""
    board = get_board_by_id(actor, board_id, lock=True)
    require(can_set_readers(standing_of(actor), board.network), Reason.NOT_THE_REPRESENTATIVE)
    require(board.name == was, Reason.CHANGED_MEANWHILE)
    name, description = board_name(board.network, name, besides=board.pk), checked_description(description)
    Board.objects.filter(pk=board.pk).update(name=name, description=description)
    board.name = name
    write_entry("rename_board", actor_id=actor.pk, subject=f"board {board.pk}", network_id=board.network_id)
    return board
