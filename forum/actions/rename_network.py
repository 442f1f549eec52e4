"""The secretariat changes what a network is called: name, letters, colour, address, and what it is for."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from forum.models import Board
from regions.acting import Actor, actor_id, require_of
from regions.models import Network, NetworkAlias
from regions.naming import checked_about, checked_code, checked_hue, checked_name, checked_slug
from regions.permissions import Reason, can_manage_networks, require


@transaction.atomic
def rename_network(
    actor: Actor, network_id: int, *, name: str, slug: str, code: str, hue: int, about: str, version: int,
    today: date | None = None,
) -> Network:  # fmt: skip
    """Its old address leads on. Its boards take the new name and keep their own addresses, which people write to.

    Raises Refused, or Problem with the field at fault.
    """
    network = Network.objects.select_for_update().get(pk=network_id)
    require_of(actor, can_manage_networks, Reason.NOT_THE_SECRETARIAT)
    require(network.version == version, Reason.CHANGED_MEANWHILE)
    was, old_slug = network.name, network.slug
    network.name, network.slug = checked_name(name, besides=network.pk), checked_slug(slug, besides=network.pk)
    network.code, network.hue, network.about = checked_code(code), checked_hue(hue), checked_about(about)
    network.version += 1
    network.save(update_fields=["name", "slug", "code", "hue", "about", "version"])
    if network.slug != old_slug:
        NetworkAlias.objects.filter(slug=network.slug, network=network).delete()
        NetworkAlias.objects.create(slug=old_slug, network=network, until=today or timezone.localdate())
    if network.name != was:
        _rename_boards(network, was)
    write_entry(
        "rename_network", actor_id=actor_id(actor), subject=f"network {network.pk}", network_id=network.pk,
        details={"renamed": network.name != was, "moved": network.slug != old_slug},
    )  # fmt: skip
    return network


def _rename_boards(network: Network, was: str) -> None:
    for board in Board.objects.filter(network=network, name__startswith=was):
        Board.objects.filter(pk=board.pk).update(name=(network.name + board.name.removeprefix(was))[:100])
