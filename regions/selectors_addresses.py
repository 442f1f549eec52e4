"""Reading what waits about addresses, for who decides."""

from dataclasses import dataclass

from accounts.addresses import domain_of
from accounts.models import AddressHelp, AddressRequest, Member
from accounts.selectors import member_for_address
from regions.address_rules import may_approve, needs_approval
from regions.models import Membership, Network
from regions.selectors import current_membership
from regions.standing import member_standing, standings_of


@dataclass(frozen=True)
class WaitingAddress:
    request: AddressRequest
    places: list[Membership]
    domain: str


def requests_for(member: Member, *, undecided_only: bool = True) -> list[WaitingAddress]:
    """The requests that this member may decide, oldest first. A fixed number of queries."""
    who = member_standing(member)
    rows = AddressRequest.objects.select_related("member").order_by("asked", "pk")
    states = [AddressRequest.State.WAITING]
    if not undecided_only:
        states += [AddressRequest.State.ADDED, AddressRequest.State.REFUSED]
    requests = list(rows.filter(state__in=states)[:200])
    standings = standings_of(sorted({row.member_id for row in requests})) if requests else {}
    networks = Network.objects.in_bulk({pk for one in standings.values() for pk in one.region_ids})
    mine = [
        row for row in requests
        if may_approve(who, row.member_id, [networks[pk] for pk in standings[row.member_id].region_ids])
    ]  # fmt: skip
    places: dict[int, list[Membership]] = {}
    open_places = Membership.objects.filter(member_id__in={row.member_id for row in mine}).exclude(status="ended")
    for place in open_places.select_related("service__region").order_by("pk"):
        places.setdefault(place.member_id, []).append(place)
    return [WaitingAddress(row, places.get(row.member_id, []), domain_of(row.address)) for row in mine]


@dataclass(frozen=True)
class CallForHelp:
    call: AddressHelp
    member: Member | None
    place: Membership | None
    foreign: bool


def calls_for_help() -> list[CallForHelp]:
    """Proven calls that wait, each with the member whose old address is named, if it is anybody's."""
    found = []
    for call in AddressHelp.objects.filter(state=AddressHelp.State.WAITING).order_by("asked", "pk")[:50]:
        member = member_for_address(call.old_address)
        place = current_membership(member) if member is not None else None
        foreign = member is None or needs_approval(member, call.new_address)
        found.append(CallForHelp(call, member, place, foreign))
    return found
