"""Who of many people may read a board today: asked when people are told, and again when something leaves."""

from accounts.models import Member
from forum.models import Board, Topic
from regions.permissions import can_read
from regions.standing import standings_of


def readers_among(member_ids: list[int], where: Board | Topic) -> list[int]:
    """Those of the members who are active and may read the board, or the topic, in the order given. Two queries."""
    board = where.forum if isinstance(where, Topic) else where
    network = where.around if isinstance(where, Topic) else board.network
    active = set(Member.objects.filter(pk__in=member_ids, is_active=True).values_list("pk", flat=True))
    standings = standings_of(member_ids)
    return [pk for pk in member_ids if pk in active and can_read(standings[pk], network, shared=board.shared)]
