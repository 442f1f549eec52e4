"""The invited person types the code that was mailed to them, and has their place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.events import MemberJoined
from regions.giving_places import give_place, known_or_registered
from regions.models import Invitation, ProofCode
from regions.permissions import Reason, require
from regions.proof_codes import BadCode, spend


def accept_invitation(proof_code_id: int, *, typed: str, now: datetime | None = None) -> Member:
    """Register the person, or find the account that the address has, and give the place that was kept.

    Raises BadCode, and the try counts; Refused if the invitation has ended meanwhile; AddressTaken.
    """
    now = now or timezone.now()
    with transaction.atomic():
        proof = ProofCode.objects.select_for_update().get(pk=proof_code_id, invitation__isnull=False)
        problem = spend(proof, typed, now=now)
        if problem is None:
            return _accept(proof, now)
    raise BadCode(problem)


def _accept(proof: ProofCode, now: datetime) -> Member:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("service")
    invitation = rows.get(codes=proof)
    require(
        invitation.accepted is None and invitation.withdrawn is None and invitation.expires > now,
        Reason.ALREADY_DECIDED,
    )
    today = timezone.localdate(now)
    member = known_or_registered(invitation.address, invitation.first_name, invitation.last_name)
    invitation.accepted, invitation.member = now, member
    invitation.save(update_fields=["accepted", "member"])
    place = give_place(
        member, invitation.service, tier=invitation.tier, job_title=invitation.job_title,
        through_service=invitation.through_service, becomes_lead=invitation.becomes_lead,
        starts=max(invitation.starts, today), today=today,
    )  # fmt: skip
    write_entry(
        "accept_invitation", actor_id=member.pk, subject=f"invitation {invitation.pk}", member_id=member.pk,
        network_id=invitation.service.region_id, details={"membership": place.pk},
    )  # fmt: skip
    record(MemberJoined(membership_id=place.pk))
    return member
