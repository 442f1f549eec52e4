"""An officer's time, or the secretariat's, ends."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import OfficeEnded
from regions.models import Office
from regions.permissions import Reason, can_appoint_officer, require
from regions.rights_changed import rights_changed
from regions.terms import day_before


@transaction.atomic
def end_office(actor: Actor, office_id: int, *, ends: date, today: date | None = None) -> Office:
    """`ends` is the last day; yesterday means at once. The last of the secretariat cannot end themselves.

    Raises Refused.
    """
    today = today or timezone.localdate()
    office = Office.objects.select_for_update().get(pk=office_id)
    require_of(actor, can_appoint_officer, Reason.NOT_THE_SECRETARIAT)
    require(office.ends is None or office.ends >= today, Reason.ALREADY_DECIDED)
    if office.name == Office.Name.SECRETARIAT and actor is not None:
        others = Office.objects.filter(name=office.name, ends=None).exclude(pk=office.pk)
        require(others.exists(), Reason.STILL_IN_USE)
    office.ends = max(day_before(today), ends)
    office.save(update_fields=["ends"])
    rights_changed(office.member_id)
    write_entry(
        "end_office", actor_id=actor_id(actor), subject=f"office {office.pk}", member_id=office.member_id,
        details={"office": office.name, "ends": str(office.ends)},
    )  # fmt: skip
    record(OfficeEnded(office_id=office.pk))
    return office
