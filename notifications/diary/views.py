"""The pages of the mail diary: the member's own, and the secretariat's of a member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Member
from accounts.reach import trouble_of
from notifications.access import get_own_delivery
from notifications.actions.send_mail_again import send_mail_again
from notifications.diary.pages import FILTERS, diary_of
from regions.doors import MemberRequest, allowed_page, member_page, tells_refusals
from regions.permissions import Reason, can_see_mail_diary

desk_page = allowed_page(
    "see_mail_diary", lambda who: can_see_mail_diary(who, 0), Reason.NOT_THE_SECRETARIAT, second_factor=True
)
GOES = "It goes out again, to the main address. Here you see what becomes of it."


@member_page
def mail_diary(request: MemberRequest) -> HttpResponse:
    return _page(request, request.user, own=True)


@require_POST
@member_page
@tells_refusals("send_mail_again")
def mail_again(request: MemberRequest, pk: int) -> HttpResponse:
    get_own_delivery(request.user, pk)
    send_mail_again(request.user, pk)
    messages.success(request, GOES)
    return redirect("mail_diary")


@desk_page
def member_mail_diary(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Member, pk=pk, erased=None), own=False)


@require_POST
@desk_page
def member_mail_again(request: MemberRequest, pk: int) -> HttpResponse:
    row = send_mail_again(request.user, pk)
    messages.success(request, GOES)
    return redirect("member_mail_diary", row.member_id)


def _page(request: MemberRequest, member: Member, *, own: bool) -> HttpResponse:
    status, before = request.GET.get("show", ""), request.GET.get("before", "")
    status = status if status in FILTERS else ""
    key = int(before[:18]) if before.isascii() and before.isdigit() else None
    page = diary_of(member, reader=request.user, status=status, before=key)
    context = {
        "page": page, "member": member, "own": own, "status": status, "first": key is None,
        "filters": [("", "All"), *((name, words) for name, (words, _) in FILTERS.items())],
        "trouble": trouble_of(member), "again_url": "mail_again" if own else "member_mail_again",
    }  # fmt: skip
    return render(request, "notifications/mail_diary.html", context)
