"""An applicant types the code that was mailed to them: the application waits for a decision from now on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from outbox.record import record
from regions.events import ApplicationProven
from regions.models import Application, ProofCode
from regions.proof_codes import BadCode, spend

COPIED = ("first_name", "last_name", "job_title", "service", "tier", "words")


def prove_application(proof_code_id: int, *, typed: str, now: datetime | None = None) -> Application:
    """Who applies again while their application waits changes the one that waits. Raises BadCode: the try counts."""
    now = now or timezone.now()
    with transaction.atomic():
        proof = ProofCode.objects.select_for_update().get(pk=proof_code_id, application__isnull=False)
        problem = spend(proof, typed, now=now)
        if problem is None:
            return _prove(proof, now)
    raise BadCode(problem)


def _prove(proof: ProofCode, now: datetime) -> Application:
    application = Application.objects.select_for_update().get(codes=proof)
    waiting = Application.objects.select_for_update().filter(
        address=application.address, state=Application.State.WAITING
    )
    earlier = waiting.first()
    if earlier is not None:
        for name in COPIED:
            setattr(earlier, name, getattr(application, name))
        earlier.save(update_fields=COPIED)
        application.delete()
        return earlier
    application.state, application.proven = Application.State.WAITING, now
    application.save(update_fields=["state", "proven"])
    record(ApplicationProven(application_id=application.pk))
    return application
