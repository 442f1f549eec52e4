"""The secretariat's ledger of all mails, and one mail of it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from forum.content import BadContent
from inbound.actions.leave_mail import leave_mail
from inbound.actions.open_mail import LONGEST_REASON, open_mail
from inbound.actions.replay_mail import replay_mail
from inbound.ledger import days_until, mails_of, one_day
from inbound.models import InboundMail
from inbound.needing import needs_secretariat, what_to_do
from inbound.opening import as_text, is_for_one_alone, why_shut
from regions.doors import MemberRequest, allowed_page
from regions.permissions import Reason, can_open_mail, can_replay_mail, can_see_mail_ledger

MOST_NEEDING = 20
see_page = allowed_page("see_mail_ledger", can_see_mail_ledger, Reason.NOT_THE_SECRETARIAT, second_factor=True)


@see_page
def ledger(request: MemberRequest) -> HttpResponse:
    """For each day: received = posted + acted + held + refused + automatic + quarantined + not yet read."""
    last = _day(request.GET.get("until", "")) or timezone.localdate()
    days, earlier = days_until(last)
    needing = list(needs_secretariat()[: MOST_NEEDING + 1])
    context = {
        "days": days, "earlier": earlier, "is_first": "until" not in request.GET, "today": timezone.localdate(),
        "needing": [(row, what_to_do(row)) for row in needing[:MOST_NEEDING]],
        "needing_count": needs_secretariat().count(),
    }  # fmt: skip
    return render(request, "inbound/ledger.html", context)


@see_page
def ledger_day(request: MemberRequest) -> HttpResponse:
    """One day, row by row, with the reason of each."""
    day = _day(request.GET.get("day", ""))
    if day is None:
        messages.info(request, "Choose a day, as in 2026-11-28.")
        return redirect("mail_ledger")
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    rows, older = mails_of(day, state=state, before=int(before[:18]) if before.isdecimal() else None)
    context = {
        "day": day, "sums": one_day(day), "rows": rows, "older": older, "state": state,
        "states": InboundMail.State.choices, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "inbound/ledger_day.html", context)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@see_page
def ledger_mail(request: MemberRequest, pk: int) -> HttpResponse:
    """What is known of one mail, and what can be done. Its words are not shown: opening it is an act of its own."""
    return render(request, "inbound/ledger_mail.html", _facts(pk))


def _facts(pk: int) -> dict[str, Any]:
    kept = Case(When(raw=b"", then=Value(False)), default=Value(True), output_field=BooleanField())
    row = InboundMail.objects.defer("raw").select_related("member").annotate(kept=kept).filter(pk=pk).first()
    if row is None:
        raise Http404
    needing = needs_secretariat().filter(pk=pk).exists()
    failed = row.state == InboundMail.State.RECEIVED and row.attempts > 0
    return {
        "mail": row, "shut": why_shut(row, kept=row.kept), "needs": what_to_do(row) if needing else "",
        "may_replay": row.state == InboundMail.State.QUARANTINED or failed, "failed": failed, "kept": row.kept,
        "alone": is_for_one_alone(row), "openings": list(row.openings.select_related("opened_by")[:20]),
        "longest": LONGEST_REASON,
    }  # fmt: skip


@require_POST
@allowed_page("open_mail", can_open_mail, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def open_ledger_mail(request: MemberRequest, pk: int) -> HttpResponse:
    """The mail as it came, as text, in answer to the reason why."""
    reason = request.POST.get("reason", "")
    try:
        row = open_mail(request.user, pk, reason=reason)
    except BadContent as problem:
        context = _facts(pk) | {"error": str(problem), "reason": reason}
        return render(request, "inbound/ledger_mail.html", context, status=422)
    answer = render(
        request, "inbound/opened_mail.html", {"mail": row, "text": as_text(bytes(row.raw)), "reason": reason}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@allowed_page("replay_mail", can_replay_mail, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def replay_ledger_mail(request: MemberRequest, pk: int) -> HttpResponse:
    replay_mail(request.user, pk)
    messages.info(request, "The mail is being read again. This page says what became of it.")
    return redirect("ledger_mail", pk)


@require_POST
@allowed_page("leave_mail", can_replay_mail, Reason.NOT_THE_SECRETARIAT, second_factor=True)
def leave_ledger_mail(request: MemberRequest, pk: int) -> HttpResponse:
    leave_mail(request.user, pk)
    messages.info(request, "Left as it is. The ledger keeps its line.")
    return redirect("mail_ledger")
