"""A hand-over is taken back before its day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import HandOverUndone
from regions.models import Representation
from regions.permissions import Reason, can_appoint_representative, can_hand_over, refuse, require
from regions.rights_changed import rights_changed


@transaction.atomic
def undo_hand_over(actor: Actor, representation_id: int, *, today: date | None = None) -> Representation:
    """The earlier term is what it was; the later one never begins. Returns the earlier one. Raises Refused."""
    rows = Representation.objects.select_for_update(of=("self",)).select_related("network", "follows")
    term = rows.get(pk=representation_id)
    earlier = term.follows
    own = actor is not None and earlier is not None and earlier.member_id == actor.pk
    require_of(
        actor,
        lambda who: can_appoint_representative(who) or (own and can_hand_over(who, term.network)),
        Reason.NOT_THE_REPRESENTATIVE,
    )
    if earlier is None:
        refuse(Reason.ALREADY_DECIDED)
    require(term.starts > (today or timezone.localdate()), Reason.ALREADY_DECIDED)
    earlier.ends = term.follows_until
    earlier.save(update_fields=["ends"])
    successor_id = term.member_id
    term.delete()
    rights_changed(earlier.member_id)
    rights_changed(successor_id)
    write_entry(
        "undo_hand_over", actor_id=actor_id(actor), subject=f"representation {earlier.pk}", member_id=successor_id,
        network_id=earlier.network_id,
    )  # fmt: skip
    record(HandOverUndone(representation_id=earlier.pk, successor_id=successor_id))
    return earlier
