"""Who holds an invitation's link asks for the code that opens it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regions.models import Invitation, ProofCode
from regions.permissions import Reason, require
from regions.proof_codes import make_proof_code


@transaction.atomic
def ask_for_invitation_code(invitation_id: int, *, now: datetime | None = None) -> ProofCode:
    """Have a code mailed to the invited address, and to no other. Raises Refused."""
    now = now or timezone.now()
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    require(
        invitation.accepted is None and invitation.withdrawn is None and invitation.expires > now,
        Reason.ALREADY_DECIDED,
    )
    return make_proof_code(invitation.address, invitation=invitation, now=now)
