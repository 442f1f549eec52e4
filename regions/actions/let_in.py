"""The secretariat lets somebody in itself."""

from datetime import date

from django.db import transaction

from accounts.actions.register_member import AddressTaken, register_member
from accounts.selectors import member_for_address
from outbox.record import record
from regions.acting import Actor, require_of
from regions.actions.admit_member import admit_member
from regions.ending import close_past_places
from regions.events import MemberJoined
from regions.giving_places import begin_induction, is_new
from regions.locking import locked_service
from regions.models import Membership, Service
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_memberships, require
from regions.problems import Problem


@transaction.atomic
def let_in(
    actor: Actor, service: Service, *, first_name: str, last_name: str, address: str, tier: str, job_title: str,
    starts: date,
) -> Membership:  # fmt: skip
    """Register the person, unless the address is known, and give the place. Raises Problem."""
    service = locked_service(service.pk)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    member = member_for_address(address)
    if member is None:
        try:
            member = register_member(first_name=first_name, last_name=last_name, address=address)
        except AddressTaken as taken:
            raise Problem("address", "Somebody has this address already, and cannot sign in with it.") from taken
    close_past_places(member, service, today=starts)
    if member.memberships.filter(service=service).exclude(status=Membership.Status.ENDED).exists():
        raise Problem("address", f"{member.full_name} has a place in this service already.")
    first_ever = is_new(member)
    place = admit_member(actor, member, service, tier=tier, job_title=job_title, starts=starts)
    settle_places(service=service)
    settle_places(member=member)
    if first_ever:
        begin_induction(place)
        record(MemberJoined(membership_id=place.pk))
    return place
