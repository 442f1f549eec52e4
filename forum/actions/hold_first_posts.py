"""A network chooses whether a newcomer's first post waits for its representative."""

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from regions.models import Network
from regions.permissions import Reason, can_hold_first_posts, require
from regions.standing import member_standing


@transaction.atomic
def hold_first_posts(actor: Member, network: Network, *, holds: bool) -> Network:
    """From the next post on; what waits already goes on waiting. Raises Refused."""
    found = Network.objects.select_for_update().get(pk=network.pk)
    require(can_hold_first_posts(member_standing(actor), found), Reason.NOT_THE_REPRESENTATIVE)
    if found.holds_first_posts == holds:
        return found
    found.holds_first_posts = holds
    found.save(update_fields=["holds_first_posts"])
    write_entry(
        "hold_first_posts", actor_id=actor.pk, subject=f"network {found.pk}", network_id=found.pk,
        details={"holds": holds},
    )  # fmt: skip
    return found
