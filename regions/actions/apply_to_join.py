"""Somebody asks to join."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from regions.careful_words import careful
from regions.models import Application, ProofCode, Service
from regions.permissions import Reason, require
from regions.proof_codes import make_proof_code


@transaction.atomic
def apply_to_join(
    *, address: str, first_name: str, last_name: str, job_title: str, service: Service | None, tier: str,
    words: str = "", now: datetime | None = None,
) -> ProofCode:  # fmt: skip
    """Keep the application, unseen, until its address is proven. The same work is done for an address that a member
    has: what differs is the letter.

    Raises Refused (three letters a day), NotTaken.
    """
    now = now or timezone.now()
    require(service is None or service.closed is None, Reason.SERVICE_CLOSED)
    application = Application.objects.create(
        address=address.strip().lower(), first_name=first_name, last_name=last_name, job_title=job_title,
        service=service, tier=tier, words=careful(words, most=2000), asked=now,
    )  # fmt: skip
    return make_proof_code(application.address, application=application, now=now)
