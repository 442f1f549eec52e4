"""Who looks after a network changes one of its boards by one form: what it is called, what it is for, who reads it."""

from django.db import transaction
from django.db.models import F

from accounts.models import Member
from forum.access import get_board_by_id
from forum.actions.rename_board import rename_board
from forum.actions.set_board_readers import set_board_readers
from forum.models import Board
from regions.permissions import Reason, can_set_readers, require
from regions.standing import standing_of


@transaction.atomic
def change_board(actor: Member, board_id: int, *, name: str, description: str, readers: str, version: int) -> Board:
    """All of it, or nothing if somebody else changed the board since `version`. What is the same stays untouched.

    Raises NotVisible, Refused, Problem, ValueError.
    """
    board = get_board_by_id(actor, board_id, lock=True)
    require(can_set_readers(standing_of(actor), board.network), Reason.NOT_THE_REPRESENTATIVE)
    require(board.version == version, Reason.CHANGED_MEANWHILE)
    if (name, description) != (board.name, board.purpose):
        board.name = rename_board(actor, board_id, name=name, description=description, was=board.name).name
    set_board_readers(actor, board_id, readers=readers)
    Board.objects.filter(pk=board_id).update(version=F("version") + 1)
    return board
