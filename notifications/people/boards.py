"""Which board a newcomer is pointed to."""

from forum.models import Board
from regions.models import Network


def own_board(region: Network | None) -> Board | None:
    """The board to write to first: the region's oldest."""
    return Board.objects.select_related("network").filter(network=region).order_by("pk").first() if region else None
