"""A member chooses what one board sends them."""

from django.db import transaction

from accounts.models import Member
from forum.access import get_board_for
from forum.models import BoardFollow


@transaction.atomic
def follow_board(actor: Member, board_slug: str, *, wants: str) -> BoardFollow | None:
    """One of `BoardFollow.Wants`; "" takes the choice back. Raises NotVisible, ValueError."""
    board = get_board_for(actor, board_slug)
    if not wants:
        BoardFollow.objects.filter(member=actor, board=board).delete()
        return None
    row, _ = BoardFollow.objects.update_or_create(
        member=actor, board=board, defaults={"wants": BoardFollow.Wants(wants)}
    )
    return row
