"""An invitation's letter is sent again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id
from regions.events import PersonInvited
from regions.invitation_keys import LIFETIME, digest_of, key_for
from regions.joining import get_invitation_for
from regions.models import Invitation
from regions.permissions import Reason, require
from regions.proof_codes import A_DAY


@transaction.atomic
def resend_invitation(actor: Actor, invitation_id: int, *, now: datetime | None = None) -> Invitation:
    """A new letter with a new link, and thirty days from today; once a day at most. The older link is over.

    Raises Http404, Refused.
    """
    now = now or timezone.now()
    invitation = get_invitation_for(actor, invitation_id, lock=True)
    require(invitation.accepted is None and invitation.withdrawn is None, Reason.ALREADY_DECIDED)
    require(invitation.expires - LIFETIME <= now - A_DAY, Reason.INVITED_TODAY)
    invitation.expires = now + LIFETIME
    invitation.key_digest = digest_of(key_for(invitation))
    invitation.save(update_fields=["expires", "key_digest"])
    write_entry(
        "resend_invitation", actor_id=actor_id(actor), subject=f"invitation {invitation.pk}",
        network_id=invitation.service.region_id,
    )  # fmt: skip
    record(PersonInvited(invitation_id=invitation.pk))
    return invitation
