"""A matter has waited too long: who steps in may decide it as well."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.events import MatterPassedOn
from forum.models import Matter
from outbox.record import record


@transaction.atomic
def pass_on_matter(actor: None, matter_id: int, *, now: datetime | None = None) -> bool:
    """By the clock, so there is no actor. Who waits for it is told. False if it was decided or passed on meanwhile."""
    now = now or timezone.now()
    waits = Matter.objects.select_for_update().filter(pk=matter_id, outcome="", passed=None, due__lte=now)
    matter = waits.first()
    if matter is None:
        return False
    matter.passed, matter.passed_for = now, Matter.Passed.TIME
    matter.save(update_fields=["passed", "passed_for"])
    record(MatterPassedOn(matter_id=matter.pk, post_id=matter.post_id))
    return True
