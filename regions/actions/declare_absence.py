"""A representative says on which days they are away."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import require_of
from regions.cover import cover_changes
from regions.events import RepresentativeAway
from regions.models import Absence
from regions.permissions import Reason, can_declare_absence, require


@transaction.atomic
def declare_absence(actor: Member, *, starts: date, ends: date, today: date | None = None) -> Absence:
    """While all representatives of a network are away, who covers it steps in. Both days are days away.

    Raises Refused; also for days that are over, and for days that are away already.
    """
    require_of(actor, can_declare_absence, Reason.NOT_THE_REPRESENTATIVE)
    Member.objects.select_for_update().get(pk=actor.pk)
    require((today or timezone.localdate()) <= ends and starts <= ends, Reason.NOT_THESE_DAYS)
    require(not actor.absences.filter(starts__lte=ends, ends__gte=starts).exists(), Reason.NOT_THESE_DAYS)
    absence = Absence.objects.create(member=actor, starts=starts, ends=ends)
    cover_changes(Q(representations__member=actor))
    write_entry(
        "declare_absence", actor_id=actor.pk, subject=f"absence {absence.pk}", member_id=actor.pk,
        details={"starts": str(starts), "ends": str(ends)},
    )  # fmt: skip
    record(RepresentativeAway(absence_id=absence.pk))
    return absence
