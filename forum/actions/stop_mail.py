"""A member turns off the mail of one list without signing in (RFC 8058), or by the page."""

from django.db import transaction

from accounts.models import Member
from forum.models import Board, BoardFollow


@transaction.atomic
def stop_mail(member: Member, board: Board) -> BoardFollow:
    """Turn off the mail of this board, and of this board only. Works for anybody who gets it, whatever their rights."""
    row, _ = BoardFollow.objects.update_or_create(
        member=member, board=board, defaults={"wants": BoardFollow.Wants.NOTHING}
    )
    return row
