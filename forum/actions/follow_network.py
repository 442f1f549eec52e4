"""A member chooses what all boards of a network send them."""

from django.db import transaction

from accounts.models import Member
from forum.access import NotVisible, visible_boards
from forum.models import BoardFollow, NetworkFollow
from regions.models import Network


@transaction.atomic
def follow_network(actor: Member, network_slug: str, *, wants: str) -> NetworkFollow | None:
    """One of `BoardFollow.Wants`; "" takes it back. Raises ValueError; NotVisible if none is readable."""
    network = Network.objects.filter(slug=network_slug).first()
    if network is None or not visible_boards(actor).filter(network=network).exists():
        raise NotVisible
    if not wants:
        NetworkFollow.objects.filter(member=actor, network=network).delete()
        return None
    row, _ = NetworkFollow.objects.update_or_create(
        member=actor, network=network, defaults={"wants": BoardFollow.Wants(wants)}
    )
    return row
