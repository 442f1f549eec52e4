"""Appeals, for who decides them. The one way to reach one."""

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Member
from regions.models import Appeal
from regions.permissions import Reason, can_decide_appeal, require
from regions.standing import member_standing

DAYS = 10  # working days
LONGEST = 4000


def appeals_for(member: Member) -> QuerySet[Appeal]:
    """All that this member may decide, or could have; the most pressing first."""
    if not can_decide_appeal(member_standing(member), is_party=False):
        return Appeal.objects.none()
    rows = Appeal.objects.exclude(Q(against=member) | Q(membership__member=member))
    return rows.select_related("membership__member", "membership__service__region", "against", "decided_by")


def get_appeal_for(member: Member, pk: int, *, lock: bool = False) -> Appeal:
    """Raises Http404 for who is not of the executive, Refused for who suspended or appeals."""
    rows = Appeal.objects.select_related("membership__member", "membership__service__region", "against", "decided_by")
    appeal = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    standing = member_standing(member)
    if appeal is None or not can_decide_appeal(standing, is_party=False):
        raise Http404
    is_party = member.pk in (appeal.against_id, appeal.membership.member_id)
    require(can_decide_appeal(standing, is_party=is_party), Reason.OWN_MATTER)
    return appeal
