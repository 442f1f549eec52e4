"""The lead, or the secretariat, gives a colleague one of the service's places."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.register_member import AddressTaken, register_member
from accounts.models import Member
from accounts.selectors import member_for_address
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.ending import close_past_places
from regions.events import ColleagueAdded
from regions.giving_places import begin_induction, is_new
from regions.locking import locked_service
from regions.models import Invitation, Membership, Service
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_memberships, can_manage_places, require
from regions.places import not_over, places_of
from regions.problems import Problem
from regions.rights_changed import rights_changed
from regions.standing import standing_of

OTHER_ORGANISATION = (
    "This address is of another organisation than the service’s own. Use their work address at the service, "
    "or ask the secretariat."
)


@dataclass(frozen=True)
class Colleague:
    address: str
    first_name: str
    last_name: str
    job_title: str


@transaction.atomic
def add_colleague(actor: Actor, service_id: int, colleague: Colleague, *, today: date | None = None) -> Membership:
    """Give a second-tier place from today; the service is locked, so that two at once cannot take the last one.

    Somebody unknown is registered with the address, and a letter bids them welcome. Raises Refused, or Problem where
    the address cannot be used.
    """
    today = today or timezone.localdate()
    service = locked_service(service_id)
    require_of(actor, lambda who: can_manage_places(who, service.pk), Reason.NOT_THE_LEAD)
    require(service.closed is None, Reason.SERVICE_CLOSED)
    _check_organisation(actor, service, colleague.address, today)
    member = _person(colleague)
    _check_is_free(member, service, today)
    require(places_of(service, today=today, but=colleague.address).left > 0, Reason.NO_PLACE_LEFT)
    _close_invitation(service, colleague.address, member)
    first_ever = is_new(member)
    place = Membership.objects.create(
        member=member, service=service, tier=Membership.Tier.SECOND, job_title=colleague.job_title, starts=today
    )
    settle_places(service=service, today=today)
    if first_ever:
        begin_induction(place)
    rights_changed(member.pk)
    write_entry(
        "add_colleague", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=member.pk,
        network_id=service.region_id, details={"service": service.pk, "starts": str(today)},
    )  # fmt: skip
    record(ColleagueAdded(membership_id=place.pk))
    place.refresh_from_db()
    return place


def _check_organisation(actor: Actor, service: Service, address: str, today: date) -> None:
    """A lead vouches for people of their own organisation: its addresses are those of the service's members."""
    if actor is None or can_manage_memberships(standing_of(actor)):
        return
    here = Membership.objects.filter(not_over(today), service=service)
    known = {found.rpartition("@")[2].lower() for found in here.values_list("member__email", flat=True)}
    if address.rpartition("@")[2].lower() not in known:
        raise Problem("address", OTHER_ORGANISATION)


def _person(colleague: Colleague) -> Member:
    known = member_for_address(colleague.address)
    if known is not None:
        return known
    try:
        return register_member(
            first_name=colleague.first_name, last_name=colleague.last_name, address=colleague.address
        )
    except AddressTaken as taken:
        raise Problem("address", "This address cannot be used. Ask the secretariat.") from taken


def _check_is_free(member: Member, service: Service, today: date) -> None:
    """Not here already; and nobody comes back by another door while a suspension runs."""
    close_past_places(member, service, today=today)
    if Membership.objects.filter(member=member, service=service).exclude(status=Membership.Status.ENDED).exists():
        raise Problem("address", "This colleague has a place in the service already.")
    running = Q(suspended_until__gte=today) | Q(status=Membership.Status.SUSPENDED, suspended_until=None)
    if Membership.objects.filter(running, member=member).exists():
        raise Problem("address", "This colleague cannot be added now. Ask the secretariat.")


def _close_invitation(service: Service, address: str, member: Member) -> None:
    """Who was invited and is now added needs no invitation any more."""
    Invitation.objects.filter(service=service, address__iexact=address, accepted=None, withdrawn=None).update(
        accepted=timezone.now(), member=member
    )
