"""A representative is back, or does not go."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from regions.cover import cover_changes
from regions.models import Absence


@transaction.atomic
def end_absence(actor: Member, absence_id: int, *, today: date | None = None) -> None:
    """From today on the actor is there again. Raises Http404 for somebody else's absence, and for one that is over."""
    today = today or timezone.localdate()
    absence = Absence.objects.select_for_update().filter(pk=absence_id, member=actor, ends__gte=today).first()
    if absence is None:
        raise Http404
    if absence.starts >= today:
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk).update(ends=today - timedelta(days=1))
    cover_changes(Q(representations__member=actor))
    write_entry("end_absence", actor_id=actor.pk, subject=f"absence {absence_id}", member_id=actor.pk)
