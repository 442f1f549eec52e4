"""An officer of the executive names who follows them."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import require_of
from regions.events import OfficeHandedOver
from regions.facts import in_force
from regions.models import Office
from regions.permissions import Reason, can_hand_over_office, refuse, require
from regions.rights_changed import rights_changed
from regions.standing import State, standing_of
from regions.terms import day_before


@transaction.atomic
def hand_over_office(
    actor: Member, office_id: int, successor: Member, *, starts: date, today: date | None = None
) -> Office:
    """From `starts` on, tomorrow at the earliest, the successor holds the office for the rest of the actor's term.
    Until that day it can be undone. The secretariat is no office to hand over. Raises Refused.
    """
    today = today or timezone.localdate()
    require_of(actor, can_hand_over_office, Reason.NOT_THE_OFFICER)
    held = Office.objects.filter(in_force(today), member=actor).exclude(name=Office.Name.SECRETARIAT)
    own = held.select_for_update().filter(pk=office_id).first()
    if own is None:
        refuse(Reason.NOT_THE_OFFICER)
    require(starts > max(today, own.starts) and (own.ends is None or own.ends >= starts), Reason.NOT_WITHIN_THE_TERM)
    require(standing_of(successor).state is State.CURRENT, Reason.NOT_A_MEMBER)
    require(successor.pk != actor.pk, Reason.ALREADY_IN_OFFICE)
    term = Office.objects.create(
        member=successor, name=own.name, starts=starts, ends=own.ends, follows=own, follows_until=own.ends
    )
    own.ends = day_before(starts)
    own.save(update_fields=["ends"])
    rights_changed(actor.pk)
    rights_changed(successor.pk)
    write_entry(
        "hand_over_office", actor_id=actor.pk, subject=f"office {term.pk}", member_id=successor.pk,
        details={"office": own.name, "starts": str(starts), "follows": own.pk},
    )  # fmt: skip
    record(OfficeHandedOver(office_id=term.pk))
    return term
