"""Somebody who knows the member approves a new address, or does not."""

from django.db import transaction
from django.utils import timezone

from accounts.addresses import add_address, is_somebodys, tell_of_address
from accounts.models import AddressChange, AddressRequest, Member
from accounts.selectors import verified_addresses
from audit.write import write_entry
from regions.address_rules import may_approve, regions_of
from regions.permissions import Reason, require
from regions.standing import standing_of


@transaction.atomic
def decide_address(actor: Member, request_id: int, *, approve: bool) -> AddressRequest:
    """The address opens what the member may open, or nothing. Raises Refused, DoesNotExist."""
    request = AddressRequest.objects.select_for_update().select_related("member").get(pk=request_id)
    member = request.member
    require(actor.pk != member.pk, Reason.OWN_MATTER)
    regions = regions_of(member)
    require(may_approve(standing_of(actor), member.pk, regions), Reason.NOT_THE_REPRESENTATIVE)
    require(request.state == AddressRequest.State.WAITING, Reason.ALREADY_DECIDED)
    approve = approve and not is_somebodys(request.address)
    told = [*verified_addresses(member), request.address]
    if approve:
        add_address(member, request.address)
    request.state = AddressRequest.State.ADDED if approve else AddressRequest.State.REFUSED
    request.decided, request.decided_by = timezone.now(), actor
    request.save(update_fields=["state", "decided", "decided_by"])
    tell_of_address(member, AddressChange.Kind.ADDED if approve else AddressChange.Kind.REFUSED, request.address, told)
    write_entry(
        "decide_address", actor_id=actor.pk, subject=f"address request {request.pk}", member_id=member.pk,
        network_id=regions[0].pk if regions else None, details={"state": request.state},
    )  # fmt: skip
    return request
