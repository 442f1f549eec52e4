"""The hand-over of an office is taken back before its day."""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import OfficeHandOverUndone
from regions.models import Office
from regions.permissions import Reason, can_appoint_officer, can_hand_over_office, require
from regions.rights_changed import rights_changed


@transaction.atomic
def undo_office_hand_over(actor: Actor, office_id: int, *, today: date | None = None) -> Office:
    """The earlier term is what it was; the later one never begins. Returns the earlier one. By who handed it over, or
    the secretariat.

    Raises Http404 where no such hand-over is left to undo, and Refused.
    """
    term = Office.objects.select_for_update(of=("self",)).select_related("follows").filter(pk=office_id).first()
    if term is None or term.follows is None:
        raise Http404
    earlier = term.follows
    own = actor is not None and earlier.member_id == actor.pk
    require_of(
        actor, lambda who: can_appoint_officer(who) or (own and can_hand_over_office(who)), Reason.NOT_THE_OFFICER
    )
    require(term.starts > (today or timezone.localdate()), Reason.ALREADY_DECIDED)
    earlier.ends = term.follows_until
    earlier.save(update_fields=["ends"])
    successor_id = term.member_id
    term.delete()
    rights_changed(earlier.member_id)
    rights_changed(successor_id)
    write_entry(
        "undo_office_hand_over", actor_id=actor_id(actor), subject=f"office {earlier.pk}", member_id=successor_id,
        details={"office": earlier.name},
    )  # fmt: skip
    record(OfficeHandOverUndone(office_id=earlier.pk, successor_id=successor_id))
    return earlier
