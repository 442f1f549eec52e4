"""Minutes, for who writes them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.models import Member
from meetings.actions.add_action import add_action
from meetings.actions.add_minute_item import add_minute_item
from meetings.actions.agree_minutes import agree_minutes
from meetings.actions.circulate_minutes import circulate_minutes
from meetings.actions.decide_correction import decide_correction
from meetings.actions.open_minutes import open_minutes
from meetings.actions.publish_minutes import publish_minutes
from meetings.actions.write_minute_item import write_minute_item
from meetings.minutes.following import next_meeting_day
from meetings.minutes.owners import possible_owners
from meetings.minutes_forms import ActionForm, AgreeForm, DecideForm, ItemForm, NewItemForm, PublishForm
from meetings.models import Correction, MinuteItem, Minutes
from meetings.opening import boards_for_talk
from meetings.views.arranging import UNPROCESSABLE, arranged
from regions.doing import done, given_back, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_write_minutes, require


def written(request: MemberRequest, pk: int, *, locked: bool = False) -> Minutes:
    """The minutes of a meeting that the person arranges. Raises NotVisible, Refused, Http404."""
    meeting = arranged(request, pk, can_write_minutes)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        raise Http404
    minutes.meeting = meeting
    require(locked or not minutes.is_locked, Reason.MINUTES_LOCKED)
    return minutes


def item_of(minutes: Minutes, number: int) -> MinuteItem:
    found = minutes.items.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def again(request: MemberRequest, found: MinuteItem) -> QueryDict:
    """What was typed, with the version of the text that is shown beside it now."""
    typed = QueryDict(request.POST.urlencode(), mutable=True)
    typed["version"] = str(found.version)
    return typed


def page(request: MemberRequest, name: str, minutes: Minutes, form: Any, **more: Any) -> HttpResponse:
    context = {"meeting": minutes.meeting, "network": minutes.meeting.network, "minutes": minutes, "form": form} | more
    return render(request, f"meetings/{name}.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("write_minutes")
def begin(request: MemberRequest, pk: int) -> HttpResponse:
    arranged(request, pk, can_write_minutes)
    if request.method == "POST":
        open_minutes(request.user, pk)
    return redirect("minutes", pk)


@member_page
@tells_refusals("write_minutes")
def item(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Of two people at this form the second is shown both texts, and what they press then is what stands."""
    minutes = written(request, pk)
    found = item_of(minutes, number)
    start = {"title": found.title, "note": found.note, "version": found.version}
    form = ItemForm(posted(request), initial=start)
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: _wrote(request.user, pk, number, form)):
        messages.success(request, f"Item {number} is saved.")
        return redirect("minutes", pk)
    found = item_of(minutes, number)
    beside = form.is_bound and form.data.get("version") != str(found.version)
    if beside:
        form.data = again(request, found)
    return page(request, "minute_item", minutes, form, item=found, beside=beside)


def _wrote(actor: Member, pk: int, number: int, form: ItemForm) -> MinuteItem:
    typed = form.cleaned_data
    return write_minute_item(actor, pk, number, title=typed["title"], note=typed["note"], version=typed["version"])


@member_page
@tells_refusals("write_minutes")
def add_item(request: MemberRequest, pk: int) -> HttpResponse:
    minutes, form = written(request, pk), NewItemForm(posted(request))
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: _added(request.user, pk, form)):
        messages.success(request, "The item is added.")
        return redirect("minutes", pk)
    return page(request, "add_minute_item", minutes, form)


def _added(actor: Member, pk: int, form: NewItemForm) -> MinuteItem:
    typed = form.cleaned_data
    return add_minute_item(actor, pk, title=typed["title"], note=typed["note"], idempotency_key=typed["key"])


@member_page
@tells_refusals("write_minutes")
def add_action_point(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    minutes = written(request, pk)
    found = item_of(minutes, number)
    form = ActionForm(posted(request), owners=possible_owners(minutes.meeting))
    given_back(request, form)
    if form.is_bound and form.is_valid() and done(form, lambda: _gave(request.user, pk, number, form)):
        messages.success(request, "The action point is noted. Its owner is reminded of its date.")
        return redirect("minutes", pk)
    return page(request, "add_action", minutes, form, item=found)


def _gave(actor: Member, pk: int, number: int, form: ActionForm) -> None:
    typed = form.cleaned_data
    add_action(
        actor, pk, number, words=typed["words"], owner_id=typed["owner"], due=typed["due"], idempotency_key=typed["key"]
    )


@member_page
@tells_refusals("write_minutes")
def circulate(request: MemberRequest, pk: int) -> HttpResponse:
    written(request, pk)
    if request.method == "POST":
        circulate_minutes(request.user, pk)
        messages.success(request, "The draft goes to those who were there, with one mail each.")
    return redirect("minutes", pk)


@member_page
@tells_refusals("write_minutes")
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    minutes = written(request, pk)
    form = PublishForm(posted(request), boards=boards_for_talk(request.user, minutes.meeting.network))
    if form.is_bound and form.is_valid() and done(form, lambda: _published(request.user, pk, form)):
        messages.success(request, "The minutes are published. Those who were not there get one mail.")
        return redirect("minutes", pk)
    return page(request, "publish_minutes", minutes, form)


def _published(actor: Member, pk: int, form: PublishForm) -> Minutes:
    return publish_minutes(actor, pk, board_slug=form.cleaned_data["board"])


@member_page
@tells_refusals("write_minutes")
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    minutes = written(request, pk)
    form = AgreeForm(posted(request), initial={"agreed_on": next_meeting_day(minutes.meeting)})
    if form.is_bound and form.is_valid() and done(form, lambda: agree_minutes(request.user, pk, **form.cleaned_data)):
        messages.success(request, "The minutes are agreed, and locked.")
        return redirect("minutes", pk)
    return page(request, "agree_minutes", minutes, form)


@member_page
@tells_refusals("write_minutes")
def decide(request: MemberRequest, pk: int, correction_id: int) -> HttpResponse:
    minutes = written(request, pk)
    row = _correction(minutes, correction_id)
    start = {"note": row.item.note, "version": row.item.version} if row.item is not None else {}
    form = DecideForm(posted(request), initial=start)
    takes = request.POST.get("do") != "decline"
    if (
        form.is_bound
        and form.is_valid()
        and done(form, lambda: _decided(request.user, row, minutes, form, takes=takes))
    ):
        messages.success(request, f"{row.member.first_name} is told.")
        return redirect("minutes", pk)
    row.refresh_from_db()
    beside = row.item is not None and form.is_bound and form.data.get("version") != str(row.item.version)
    if beside and row.item is not None:
        form.data = again(request, row.item)
    return page(request, "decide_correction", minutes, form, correction=row, beside=beside)


def _correction(minutes: Minutes, correction_id: int) -> Correction:
    found = minutes.corrections.select_related("item", "member").filter(pk=correction_id).first()
    if found is None:
        raise Http404
    return found


def _decided(actor: Member, row: Correction, minutes: Minutes, form: DecideForm, *, takes: bool) -> Correction:
    typed = form.cleaned_data
    return decide_correction(
        actor, minutes.meeting_id, row.pk, takes=takes, note=typed["note"], version=typed["version"] or 0,
        why=typed["why"],
    )  # fmt: skip
