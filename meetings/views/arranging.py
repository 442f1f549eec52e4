"""For who looks after a network: propose a meeting, note one from elsewhere, change it, set its date, call it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Member
from forum.views.networks import get_network_for
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.actions.cancel_meeting import cancel_meeting as cancel
from meetings.actions.change_meeting import change_meeting as change
from meetings.actions.fix_date import fix_date as fix
from meetings.actions.join_meeting import join_meeting as join
from meetings.actions.propose_meeting import may_be_asked
from meetings.actions.propose_meeting import propose_meeting as propose
from meetings.actions.record_meeting import record_meeting as note
from meetings.forms import CancelForm, DateForm, MeetingForm, ProposeForm, RecordForm
from meetings.models import Meeting
from meetings.opening import boards_for_talk
from meetings.wishes import Wish
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import (
    Reason,
    can_cancel_meeting,
    can_change_meeting,
    can_fix_date,
    can_propose_meeting,
    can_record_meeting,
    require,
)
from regions.standing import member_standing

UNPROCESSABLE = 422


@member_page
@tells_refusals("propose_meeting")
def propose_meeting(request: MemberRequest, slug: str) -> HttpResponse:
    network, who = get_network_for(request.user, slug), member_standing(request.user)
    require(can_propose_meeting(who, network), Reason.NOT_THE_REPRESENTATIVE)
    kinds = (Network.Kind.REGION, Network.Kind.GROUP)
    others = Network.objects.filter(closed=None, kind__in=kinds).exclude(pk=network.pk)
    asked = [one for one in others if may_be_asked(who, one)]
    form = ProposeForm(posted(request), boards=boards_for_talk(request.user, network), others=asked)
    given_back(request, form)
    made: list[Meeting] = []
    if form.is_bound and form.is_valid() and done(form, lambda: made.append(_proposed(request.user, network, form))):
        messages.success(request, "The meeting has its page. From here on it can be changed there.")
        return redirect("meeting", made[0].pk)
    context = {"network": network, "form": form}
    return render(request, "meetings/propose.html", context, status=UNPROCESSABLE if form.errors else 200)


def _proposed(actor: Member, network: Network, form: ProposeForm) -> Meeting:
    typed = form.cleaned_data
    with_ids = [one.pk for one in typed["with_ids"]]
    return propose(
        actor, network.pk, wish=form.wish(), idempotency_key=typed["key"], with_ids=with_ids, board_slug=typed["board"]
    )


@member_page
@tells_refusals("record_meeting")
def record_meeting(request: MemberRequest, slug: str) -> HttpResponse:
    network = get_network_for(request.user, slug)
    require(can_record_meeting(member_standing(request.user), network), Reason.NOT_THE_REPRESENTATIVE)
    form = RecordForm(posted(request))
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: _noted(request.user, network, form)):
        messages.success(request, "It stands among the network’s meetings. Nobody was written to.")
        return redirect("network_meetings", network.slug)
    context = {"network": network, "form": form}
    return render(request, "meetings/record.html", context, status=UNPROCESSABLE if form.errors else 200)


def _noted(actor: Member, network: Network, form: RecordForm) -> Meeting:
    return note(actor, network.pk, wish=form.wish(), idempotency_key=form.cleaned_data["key"])


def arranged(request: MemberRequest, pk: int, rule: Any) -> Meeting:
    """A meeting that the person arranges. Raises NotVisible, Refused."""
    meeting = get_meeting_for(request.user, pk)
    require(allowed(member_standing(request.user), rule, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    return meeting


@member_page
@tells_refusals("change_meeting")
def change_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = arranged(request, pk, can_change_meeting)
    start = {name: getattr(meeting, name) for name in (*Wish.__dataclass_fields__, "version")}
    form = MeetingForm(posted(request), initial=start)
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: _changed(request.user, pk, form)):
        messages.success(request, "Saved.")
        return redirect("meeting", pk)
    meeting.refresh_from_db()  # of two people at this form the second is shown what it says now
    context = {"meeting": meeting, "network": meeting.network, "form": form, "beside": bool(form.non_field_errors())}
    return render(request, "meetings/change.html", context, status=UNPROCESSABLE if form.errors else 200)


def _changed(actor: Member, pk: int, form: MeetingForm) -> Meeting:
    return change(actor, pk, wish=form.wish(), version=form.cleaned_data["version"])


@member_page
@tells_refusals("fix_date")
def fix_date(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = arranged(request, pk, can_fix_date)
    form = DateForm(posted(request))
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: fix(request.user, pk, wanted=form.date())):
        messages.success(request, "The date is fixed.")
        return redirect("meeting", pk)
    context = {"meeting": meeting, "network": meeting.network, "form": form}
    return render(request, "meetings/fix_date.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("cancel_meeting")
def cancel_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = arranged(request, pk, can_cancel_meeting)
    form = CancelForm(posted(request))
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: cancel(request.user, pk, **form.cleaned_data)):
        messages.success(request, "The meeting is called off. Everybody who was asked is told.")
        return redirect("meeting", pk)
    context = {"meeting": meeting, "network": meeting.network, "form": form}
    return render(request, "meetings/cancel.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("join_meeting")
def join_meeting(request: MemberRequest, pk: int, network_id: int) -> HttpResponse:
    """GET shows the meeting, where the buttons are."""
    get_meeting_for(request.user, pk)
    if request.method != "POST":
        return redirect("meeting", pk)
    joins = request.POST.get("do") == "join"
    join(request.user, pk, network_id, joins=joins)
    messages.success(request, "Your network takes part." if joins else "Your network does not take part.")
    return redirect("meeting", pk) if joins else redirect("meetings")
