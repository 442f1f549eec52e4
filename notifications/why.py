"""«You get this because …», with the switch that changes it: a sentence a reason, the same for all whom it concerns."""

from dataclasses import dataclass

from forum.mail_wishes import Because
from forum.models import Board


@dataclass(frozen=True)
class Why:
    sentence: str
    switch: str  # the part of the page of mail settings where it is changed


def why(because: Because, board: Board) -> Why:
    """Names no person: what stands in a letter may be forwarded."""
    of_board, of_network = f"board-{board.pk}", f"network-{board.network_id}"
    match because:
        case Because.TOPIC:
            return Why("You get this because you follow this topic.", "topics")
        case Because.BOARD:
            return Why(f"You get this because you chose an email for each post of the {board.name}.", of_board)
        case Because.NETWORK:
            return Why(f"You get this because you chose an email for each post of {board.network.name}.", of_network)
        case Because.HABIT:
            return Why("You get this because you chose an email for each post of your networks.", "habits")
        case Because.ASKED:
            said = f"You get this because your region took on a question of {board.network.name}."
            return Why(said, "habits")
        case Because.MENTION:
            return Why("You get this because you are named in it.", "habits")
        case Because.AGAIN:
            return Why("You get this because you asked for it again.", "habits")
    return Why(f"You get this because {board.network.name} is a network of yours.", "habits")
