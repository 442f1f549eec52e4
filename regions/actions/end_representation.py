"""A representative's term ends."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.cover import cover_changes
from regions.events import RepresentationEnded
from regions.models import Representation
from regions.permissions import Reason, can_appoint_representative, can_hand_over, require
from regions.rights_changed import rights_changed
from regions.terms import day_before


@transaction.atomic
def end_representation(
    actor: Actor, representation_id: int, *, ends: date, today: date | None = None
) -> Representation:
    """`ends` is the last day; yesterday means at once, and a term that ends before its first day never begins.

    A representative may end their own term. Raises Refused: ALREADY_DECIDED for a term that is over.
    """
    today = today or timezone.localdate()
    rows = Representation.objects.select_for_update(of=("self",)).select_related("network", "member")
    term = rows.get(pk=representation_id)
    own = actor is not None and term.member_id == actor.pk
    require_of(
        actor,
        lambda who: can_appoint_representative(who) or (own and can_hand_over(who, term.network)),
        Reason.NOT_THE_EXECUTIVE,
    )
    require(term.ends is None or term.ends >= today, Reason.ALREADY_DECIDED)
    term.ends = max(day_before(today), ends)
    term.save(update_fields=["ends"])
    rights_changed(term.member_id)
    cover_changes(Q(pk=term.network_id))
    write_entry(
        "end_representation", actor_id=actor_id(actor), subject=f"representation {term.pk}", member_id=term.member_id,
        network_id=term.network_id, details={"ends": str(term.ends)},
    )  # fmt: skip
    record(RepresentationEnded(representation_id=term.pk))
    return term
