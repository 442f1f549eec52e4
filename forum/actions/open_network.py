"""The secretariat opens a network: a group across regions, or a region."""

from django.db import transaction
from django.db.models import Max

from audit.write import write_entry
from forum.board_names import make_board
from forum.models import Board
from regions.acting import Actor, actor_id, require_of
from regions.models import Network
from regions.naming import checked_about, checked_code, checked_hue, checked_name, checked_slug
from regions.permissions import Reason, can_manage_networks
from regions.problems import Problem

OPENED = (Network.Kind.GROUP, Network.Kind.REGION)


@transaction.atomic
def open_network(actor: Actor, *, kind: str, name: str, slug: str, code: str, hue: int, about: str = "") -> Network:
    """The network with its first board, read by its own members. Raises Refused, or Problem with the field at fault.

    Nobody belongs to it yet: a group is given members, a region services.
    """
    require_of(actor, can_manage_networks, Reason.NOT_THE_SECRETARIAT)
    if kind not in OPENED:
        raise Problem("kind", "A group or a region: of the other kinds there is one each.")
    last = Network.objects.aggregate(last=Max("position"))["last"] or 0
    network = Network(
        kind=kind, name=checked_name(name), slug=checked_slug(slug), code=checked_code(code), hue=checked_hue(hue),
        about=checked_about(about), position=last + 1,
    )  # fmt: skip
    if Board.objects.filter(slug=network.slug).exists():
        raise Problem("slug", "A board has this address for its mail. Choose another.")
    network.save(force_insert=True)
    make_board(network, name=f"{network.name} board", slug=network.slug, readers=Board.Readers.NETWORK)
    write_entry(
        "open_network", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk,
        details={"kind": kind},
    )  # fmt: skip
    return network
