"""What holds for every term: at most two representatives of a region at a time, each a member of it."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from regions.models import Network, Representation
from regions.permissions import Reason, require
from regions.selectors import member_ids_in

MOST_AT_A_TIME = 2


def require_room(
    network: Network, member: Member, *, starts: date, ends: date | None, without: Representation | None = None
) -> None:
    """Raise Refused unless this member may hold a term on these days, beside those that there are."""
    if network.kind == Network.Kind.REGION:
        days = {starts, max(starts, timezone.localdate())}
        require(any(member.pk in member_ids_in(network, today=day) for day in days), Reason.NOT_OF_THIS_REGION)
    require(network.closed is None, Reason.NETWORK_CLOSED)
    others = overlapping(network, starts, ends)
    if without is not None:
        others = [row for row in others if row.pk != without.pk]
    require(all(row.member_id != member.pk for row in others), Reason.ALREADY_IN_OFFICE)
    if network.kind == Network.Kind.REGION:
        days = {starts, *(row.starts for row in others if row.starts >= starts)}
        most = max(sum(row.starts <= day and (row.ends is None or row.ends >= day) for row in others) for day in days)
        require(most < MOST_AT_A_TIME, Reason.TWO_REPRESENTATIVES)


def overlapping(network: Network, starts: date, ends: date | None) -> list[Representation]:
    """The network's terms that share a day with this one."""
    rows = network.representations.filter(Q(ends=None) | Q(ends__gte=starts))
    return list(rows if ends is None else rows.filter(starts__lte=ends))


def day_before(day: date) -> date:
    return day - timedelta(days=1)
