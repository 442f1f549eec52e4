"""A member gets a place in a service."""

from datetime import date

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.models import Membership, Service
from regions.permissions import Reason, can_manage_memberships
from regions.rights_changed import rights_changed


@transaction.atomic
def admit_member(
    actor: Actor, member: Member, service: Service, *, tier: str, job_title: str, starts: date, ends: date | None = None
) -> Membership:
    """Give the place; `ends` is its last day. The secretariat's own door: colleagues, applicants and the invited come
    by theirs.
    """
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    place = Membership.objects.create(
        member=member, service=service, tier=tier, job_title=job_title, starts=starts, ends=ends
    )
    rights_changed(member.pk)
    write_entry(
        "admit_member", actor_id=actor_id(actor), subject=f"membership {place.pk}", member_id=member.pk,
        network_id=service.region_id, details={"service": service.pk, "tier": tier, "starts": str(starts)},
    )  # fmt: skip
    return place
