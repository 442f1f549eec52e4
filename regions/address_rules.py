"""When an address needs somebody's word, and whose."""

from accounts.addresses import domain_of, domains_of_members
from accounts.models import Member
from regions.models import Membership, Network, Office, Representation
from regions.permissions import can_approve_address, can_move_address
from regions.standing import Standing, standing_of, standings_of


def needs_approval(member: Member, address: str) -> bool:
    """An address of an organisation that neither the member nor a colleague of their service writes from."""
    services = standing_of(member).service_ids
    colleagues = (
        Membership.objects.filter(service_id__in=services)
        .exclude(status=Membership.Status.ENDED)
        .values_list("member_id", flat=True)
    )
    return domain_of(address) not in domains_of_members([member.pk, *colleagues])


def may_approve(who: Standing, member_id: int, regions: list[Network]) -> bool:
    """The region's representative or the secretariat; for who has no region the secretariat. Nobody for themselves."""
    if who.member_id == member_id:
        return False
    return any(can_approve_address(who, region) for region in regions) if regions else can_move_address(who)


def regions_of(member: Member) -> list[Network]:
    return list(Network.objects.filter(pk__in=standing_of(member).region_ids))


def who_approves(member: Member) -> list[Member]:
    """Everybody who may say so for this member."""
    regions = regions_of(member)
    candidates = set(Representation.objects.values_list("member_id", flat=True))
    candidates |= set(Office.objects.values_list("member_id", flat=True))
    allowed = [pk for pk, who in standings_of(sorted(candidates)).items() if may_approve(who, member.pk, regions)]
    return list(Member.objects.filter(pk__in=allowed, is_active=True).order_by("pk"))
