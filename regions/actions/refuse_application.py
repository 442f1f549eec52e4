"""An applicant is not let in, and is told why."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id
from regions.careful_words import careful
from regions.events import ApplicationRefused
from regions.joining import get_application_for
from regions.models import Application
from regions.permissions import Reason, require


@transaction.atomic
def refuse_application(actor: Actor, application_id: int, *, reason: str, now: datetime | None = None) -> Application:
    """The applicant gets the reason by letter. Raises Http404, Refused (ALREADY_DECIDED), NotTaken."""
    application = get_application_for(actor, application_id, lock=True)
    require(application.state == Application.State.WAITING, Reason.ALREADY_DECIDED)
    application.state, application.reason = Application.State.REFUSED, careful(reason, most=400)
    application.decided, application.decided_by = now or timezone.now(), actor
    application.save(update_fields=["state", "reason", "decided", "decided_by"])
    write_entry(
        "refuse_application", actor_id=actor_id(actor), subject=f"application {application.pk}",
        network_id=application.service.region_id if application.service else None,
    )  # fmt: skip
    record(ApplicationRefused(application_id=application.pk))
    return application
