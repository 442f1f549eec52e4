"""A member takes up an office of the executive, or joins the secretariat."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import OfficerAppointed
from regions.models import Office
from regions.permissions import Reason, can_appoint_officer, require
from regions.rights_changed import rights_changed
from regions.standing import State, standing_of


@transaction.atomic
def appoint_officer(actor: Actor, member: Member, name: str, *, starts: date, ends: date | None = None) -> Office:
    """Give the office, one of `Office.Name`; `ends` is its last day. Each has one holder at a time, the secretariat as
    many as it needs. Who loads data as the operator writes to nobody.

    Raises Refused.
    """
    require_of(actor, can_appoint_officer, Reason.NOT_THE_SECRETARIAT)
    if actor is not None:
        Member.objects.select_for_update().get(pk=member.pk)
        require(standing_of(member).state is State.CURRENT or name == Office.Name.SECRETARIAT, Reason.NOT_A_MEMBER)
        rows = Office.objects.select_for_update().filter(Q(ends=None) | Q(ends__gte=starts), name=name)
        rows = rows if ends is None else rows.filter(starts__lte=ends)
        others = {row.member_id for row in rows}
        require(member.pk not in others, Reason.ALREADY_IN_OFFICE)
        require(not others or name == Office.Name.SECRETARIAT, Reason.OFFICE_HELD)
    office = Office.objects.create(member=member, name=name, starts=starts, ends=ends)
    rights_changed(member.pk)
    write_entry(
        "appoint_officer", actor_id=actor_id(actor), subject=f"office {office.pk}", member_id=member.pk,
        details={"office": name, "starts": str(starts)},
    )  # fmt: skip
    if actor is not None:
        record(OfficerAppointed(office_id=office.pk))
    return office
