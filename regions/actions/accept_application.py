"""An applicant is let in."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import MemberJoined
from regions.giving_places import give_place, known_or_registered
from regions.joining import get_application_for
from regions.models import Application, Membership, Service
from regions.permissions import Reason, can_decide_application, require
from regions.places import places_of

Tier = Membership.Tier


@transaction.atomic
def accept_application(
    actor: Actor, application_id: int, *, service: Service, tier: str, through_service: bool = True,
    now: datetime | None = None,
) -> Member:  # fmt: skip
    """Register the person and give the place. A head of service looks after the record where nobody does.

    Raises Http404, Refused (ALREADY_DECIDED for the second of two deciders, NO_PLACE_LEFT), AddressTaken.
    """
    now = now or timezone.now()
    application = get_application_for(actor, application_id, lock=True)
    service = Service.objects.select_for_update(of=("self",)).select_related("region").get(pk=service.pk)
    require_of(actor, lambda who: can_decide_application(who, service.region), Reason.NOT_THE_REPRESENTATIVE)
    require(application.state == Application.State.WAITING, Reason.ALREADY_DECIDED)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    today = timezone.localdate(now)
    if tier == Tier.SECOND and through_service:
        require(places_of(service, now=now).left > 0, Reason.NO_PLACE_LEFT)
    member = known_or_registered(application.address, application.first_name, application.last_name)
    place = give_place(
        member, service, tier=tier, job_title=application.job_title, through_service=through_service,
        becomes_lead=tier == Tier.FULL and service.lead_id is None, starts=today, today=today,
    )  # fmt: skip
    application.state, application.decided, application.decided_by = Application.State.ACCEPTED, now, actor
    application.member, application.service, application.tier = member, service, tier
    application.save(update_fields=["state", "decided", "decided_by", "member", "service", "tier"])
    write_entry(
        "accept_application", actor_id=actor_id(actor), subject=f"application {application.pk}", member_id=member.pk,
        network_id=service.region_id,
        details={"membership": place.pk, "tier": tier, "through_service": through_service},
    )  # fmt: skip
    record(MemberJoined(membership_id=place.pk))
    return member
