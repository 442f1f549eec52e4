"""Somebody is invited to a place in a service."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.selectors import member_for_address
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import PersonInvited
from regions.invitation_keys import LIFETIME, digest_of, key_for
from regions.models import Invitation, Membership, Service
from regions.permissions import Reason, can_invite, can_manage_memberships, refuse, require
from regions.places import open_invitations, places_of
from regions.proof_codes import A_DAY, MOST_LETTERS

Tier = Membership.Tier


@transaction.atomic
def invite_person(
    actor: Actor, *, address: str, first_name: str, last_name: str, service: Service, tier: str, job_title: str = "",
    through_service: bool = True, becomes_lead: bool = False, starts: date, now: datetime | None = None,
) -> Invitation:  # fmt: skip
    """Keep the place for this address for thirty days, and have the letter written. Only a code that is mailed to the
    address opens it, so a forwarded link gives nothing.

    Raises Refused: also for want of places, for an open invitation, and when the address has had its letters today.
    """
    now = now or timezone.now()
    address = address.strip().lower()
    service = Service.objects.select_for_update(of=("self",)).select_related("region").get(pk=service.pk)
    require_of(actor, lambda who: can_invite(who, service.region, service_id=service.pk), Reason.NOT_THE_LEAD)
    if tier == Tier.HONORARY:
        require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    _require_new(address, service, now)
    if tier == Tier.SECOND and through_service:
        require(places_of(service, now=now).left > 0, Reason.NO_PLACE_LEFT)
    invitation = Invitation(
        address=address, first_name=first_name, last_name=last_name, service=service, tier=tier, job_title=job_title,
        through_service=through_service, becomes_lead=becomes_lead, starts=starts, invited_by=actor, created=now,
        expires=now + LIFETIME,
    )  # fmt: skip
    invitation.key_digest = digest_of(key_for(invitation))
    invitation.save()
    write_entry(
        "invite_person", actor_id=actor_id(actor), subject=f"invitation {invitation.pk}", network_id=service.region_id,
        details={
            "service": service.pk, "tier": tier, "through_service": through_service, "becomes_lead": becomes_lead,
            "starts": str(starts),
        },
    )  # fmt: skip
    record(PersonInvited(invitation_id=invitation.pk))
    return invitation


def _require_new(address: str, service: Service, now: datetime) -> None:
    theirs = Invitation.objects.filter(address=address)
    require(
        not Invitation.objects.filter(open_invitations(now), address=address, service=service).exists(),
        Reason.ALREADY_INVITED,
    )
    require(theirs.filter(expires__gt=now + LIFETIME - A_DAY).count() < MOST_LETTERS, Reason.TOO_MANY_LETTERS)
    member = member_for_address(address)
    if member is not None and member.memberships.filter(service=service).exclude(status="ended").exists():
        refuse(Reason.ALREADY_A_MEMBER)
    # One that ran out keeps the address from being invited anew.
    theirs.filter(service=service, accepted=None, withdrawn=None).update(withdrawn=now)
