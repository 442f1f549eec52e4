"""Who looks after a network opens another board in it."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from forum.board_names import board_name, checked_description, free_slug, make_board
from forum.models import Board
from regions.models import Network
from regions.permissions import Reason, can_set_readers, require
from regions.rights_changed import readers_changed
from regions.standing import standing_of


@transaction.atomic
def open_board(actor: Member, network: Network, *, name: str, description: str, readers: str) -> Board:
    """The caller has fetched the network on the actor's behalf. Raises Refused, Problem, ValueError."""
    network = Network.objects.select_for_update().get(pk=network.pk)
    require(can_set_readers(standing_of(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    require(network.closed is None, Reason.NETWORK_CLOSED)
    name, description = board_name(network, name), checked_description(description)
    board = make_board(
        network, name=name, slug=free_slug(network, name), description=description, readers=Board.Readers(readers)
    )
    readers_changed(network.pk)
    write_entry(
        "open_board", actor_id=actor.pk, subject=f"board {board.pk}", network_id=network.pk,
        details={"readers": str(board.readers)},
    )  # fmt: skip
    return board
