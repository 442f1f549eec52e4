"""From «on the way in» to «a member»: the part that invitations and applications share."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actions.register_member import register_member
from accounts.models import Member
from accounts.selectors import member_for_address
from regions.ending import close_past_places, hand_lead
from regions.facts import in_force
from regions.models import Induction, Invitation, Membership, Service, ServiceChange
from regions.payment import settle_places
from regions.rights_changed import rights_changed


def known_or_registered(address: str, first_name: str, last_name: str) -> Member:
    """The member who has this proven address, or a new one. Raises AddressTaken for an account that is closed."""
    known = member_for_address(address)
    return known or register_member(first_name=first_name, last_name=last_name, address=address)


def give_place(
    member: Member, service: Service, *, tier: str, job_title: str, through_service: bool, becomes_lead: bool,
    starts: date, today: date,
) -> Membership:  # fmt: skip
    """The place, or the one that the member has in this service already; the lead of it if so; and an induction for
    somebody who never was a member. Call it inside the action's transaction.
    """
    first_ever = is_new(member)
    close_past_places(member, service, today=today)
    place = member.memberships.filter(service=service).exclude(status=Membership.Status.ENDED).first()
    if place is None:
        place = Membership.objects.create(
            member=member, service=service, tier=tier, job_title=job_title, through_service=through_service,
            starts=starts,
        )  # fmt: skip
        settle_places(service=service, today=today)
        settle_places(member=member, today=today)
    if becomes_lead and place.starts <= today and service.lead_id != member.pk:
        hand_lead(service, member, today=today)
    if first_ever:
        begin_induction(place)
    rights_changed(member.pk)
    return place


def is_new(member: Member) -> bool:
    """Never was a member, anywhere. Ask before the place is made."""
    return not member.memberships.exists()


def begin_induction(place: Membership) -> None:
    """The letters and the buddy of somebody's first weeks, from the day on which the place begins; none for who is
    honoured, and none by an import, whose people are members already.
    """
    if place.tier != Membership.Tier.HONORARY:
        Induction.objects.get_or_create(member_id=place.member_id, defaults={"started": place.starts})


def take_up_leads(*, today: date | None = None) -> int:
    """Nightly: successors whose place has begun look after their service from now on. Returns how many."""
    today = today or timezone.localdate()
    since = ServiceChange.objects.filter(
        service=OuterRef("service"), kind=ServiceChange.Kind.LEAD, on__gte=OuterRef("starts")
    )
    waiting = Invitation.objects.filter(
        ~Exists(since), accepted__isnull=False, becomes_lead=True, starts__lte=today, member__isnull=False
    )
    taken = 0
    for invitation in waiting.select_related("service", "member"):
        member = invitation.member
        with transaction.atomic():
            if member is not None and member.memberships.filter(in_force(today), service=invitation.service).exists():
                hand_lead(invitation.service, member, today=today)
                taken += 1
    return taken
