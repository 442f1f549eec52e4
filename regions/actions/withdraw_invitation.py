"""An invitation is taken back."""

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from regions.acting import Actor, actor_id
from regions.joining import get_invitation_for
from regions.models import Invitation
from regions.permissions import Reason, require


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_id: int) -> Invitation:
    """From now on its link leads nowhere, and its place is free again. Raises Http404, Refused."""
    invitation = get_invitation_for(actor, invitation_id, lock=True)
    require(invitation.accepted is None and invitation.withdrawn is None, Reason.ALREADY_DECIDED)
    invitation.withdrawn = timezone.now()
    invitation.save(update_fields=["withdrawn"])
    write_entry(
        "withdraw_invitation", actor_id=actor_id(actor), subject=f"invitation {invitation.pk}",
        network_id=invitation.service.region_id,
    )  # fmt: skip
    return invitation
