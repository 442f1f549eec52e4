"""The membership of one region, for its representative and the officers: to read, behind a second factor."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.assurance import second_factor_page
from regions.desk import members_list
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import Reason, can_see_membership_data, can_suspend, require
from regions.standing import member_standing
from regions.status import Word, word_of
from regions.views.desk import PAGE, filters, kept_query


@member_page
@tells_refusals("see_membership_data")
def region_members(request: MemberRequest, slug: str) -> HttpResponse:
    region = get_object_or_404(Network, slug=slug, kind=Network.Kind.REGION)
    allowed = can_see_membership_data(member_standing(request.user), region)
    require(allowed, Reason.NOT_THE_REPRESENTATIVE)
    return _list(request, region)


@second_factor_page
def _list(request: MemberRequest, region: Network) -> HttpResponse:
    today = timezone.localdate()
    chosen = filters(request, "q")
    page = Paginator(members_list(words=chosen["q"], region=region.slug, today=today), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "region": region, "page": page, "rows": [(place, word_of(place, today)) for place in page],
        "chosen": chosen, "kept": kept_query(chosen),
        "suspended": Word.SUSPENDED, "suspends": can_suspend(member_standing(request.user), region, is_self=False),
    }  # fmt: skip
    return render(request, "membership/region_members.html", context)
