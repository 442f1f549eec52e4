"""The secretariat takes a lost second factor away."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actions.end_sessions import end_sessions
from accounts.events import FactorChanged
from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.permissions import Reason, can_reset_second_factor, require
from regions.rights_changed import rights_changed


@transaction.atomic
def reset_second_factor(actor: Actor, member_id: int) -> int:
    """Remove every factor of the member, and end their sessions; they are told at all their addresses.

    Nobody does it for themselves. Returns how many were removed. Raises Refused, DoesNotExist.
    """
    member = Member.objects.select_for_update().get(pk=member_id)
    require_of(actor, can_reset_second_factor, Reason.NOT_THE_SECRETARIAT)
    require(actor is None or actor.pk != member.pk, Reason.OWN_FACTOR)
    removed, _ = Authenticator.objects.filter(user_id=member.pk).delete()
    end_sessions(member)
    record(FactorChanged(member_id=member.pk, what="reset"))
    rights_changed(member.pk)
    write_entry(
        "reset_second_factor", actor_id=actor_id(actor), subject=f"member {member.pk}", member_id=member.pk,
        details={"removed": removed},
    )  # fmt: skip
    return removed
