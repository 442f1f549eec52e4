"""The door to a network's tags, on somebody's behalf."""

from django.http import Http404

from accounts.models import Member
from forum.tag_models import Tag
from regions.models import Network
from regions.permissions import Reason, can_moderate, can_read, require
from regions.renamed import network_at
from regions.standing import member_standing, standing_of


def get_network_of_tags_for(member: Member, slug: str) -> Network:
    """A network whose boards the member may read, at least the shared ones. Raises Http404."""
    found = network_at(slug)
    standing = member_standing(member)
    if found is None or not (
        can_read(standing, found, shared=False)
        or (found.boards.filter(readers="members").exists() and can_read(standing, found, shared=True))
    ):
        raise Http404
    return found


def get_tag_to_tidy(actor: Member, network_slug: str, tag_id: int, *, lock: bool = False) -> Tag:
    """A tag of a network that the actor looks after. Raises Http404, Refused."""
    network = get_network_of_tags_for(actor, network_slug)
    require(can_moderate(standing_of(actor), network), Reason.NOT_THE_REPRESENTATIVE)
    tags = Tag.objects.select_for_update() if lock else Tag.objects.all()
    found = tags.filter(network=network, pk=tag_id).first()
    if found is None:
        raise Http404
    return found
