"""Minutes, for who reads them: the page, their earlier texts, the files, and what a reader says of a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from forum.access import NotVisible
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.actions.check_minutes import check_minutes
from meetings.actions.correct_minutes import correct_minutes
from meetings.minutes.access import get_minutes_for, readable_minutes
from meetings.minutes.actions_list import carried_to
from meetings.minutes.docx import DOCX, docx_of
from meetings.minutes.overdue import is_overdue
from meetings.minutes.page import earlier_texts, page_of
from meetings.minutes.pdf import pdf_of
from meetings.minutes.sheet import sheet_of, status_of
from meetings.minutes_forms import CorrectionForm
from meetings.models import Minutes, MinutesCheck
from meetings.opening import boards_for_talk
from meetings.topics import topic_to_read
from meetings.views.arranging import UNPROCESSABLE
from regions.doing import done, posted
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import can_correct_minutes, can_write_minutes
from regions.standing import member_standing


@member_page
@tells_refusals("read_minutes")
def minutes(request: MemberRequest, pk: int) -> HttpResponse:
    """Where there are none yet, who writes them finds the button that begins them."""
    meeting, who = get_meeting_for(request.user, pk), member_standing(request.user)
    writes = allowed(who, can_write_minutes, networks_of(meeting))
    found = readable_minutes(request.user, meeting)
    if found is None and not writes:
        raise NotVisible
    if found is None:
        begins = meeting.day is not None and meeting.day <= timezone.localdate()
        context = {"meeting": meeting, "network": meeting.network, "begins": begins}
        return render(request, "meetings/no_minutes.html", context)
    return _shown(request, found, writes, None)


def _shown(request: MemberRequest, found: Minutes, writes: bool, form: CorrectionForm | None) -> HttpResponse:
    meeting, member = found.meeting, request.user
    page = page_of(found, member, writes=writes)
    draft = found.state == Minutes.State.CIRCULATED
    corrects = draft and not writes and allowed(member_standing(member), can_correct_minutes, networks_of(meeting))
    context = {
        "meeting": meeting, "network": meeting.network, "minutes": found, "page": page, "writes": writes,
        "writable": writes and not found.is_locked, "status": status_of(found), "corrects": corrects,
        "form": (form or CorrectionForm(items=page.items)) if corrects else None,
        "checked": corrects and MinutesCheck.objects.filter(minutes=found, member=member).exists(),
        "carried": carried_to(member, meeting) if found.state == Minutes.State.WRITING else [],
        "overdue": is_overdue(meeting, published=found.published is not None),
        "boards": boards_for_talk(member, meeting.network) if writes and draft and not found.published else [],
        "topic": topic_to_read(member, found), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "meetings/minutes.html", context, status=UNPROCESSABLE if form and form.errors else 200)


@member_page
def minutes_versions(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_minutes_for(request.user, pk)
    context = {"meeting": found.meeting, "network": found.meeting.network, "items": earlier_texts(found)}
    return render(request, "meetings/minutes_versions.html", context)


@member_page
def minutes_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_minutes_for(request.user, pk)
    return _file(found, pdf_of(sheet_of(found)), "application/pdf", "pdf")


@member_page
def minutes_docx(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_minutes_for(request.user, pk)
    return _file(found, docx_of(sheet_of(found)), DOCX, "docx")


def _file(found: Minutes, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"minutes-{slugify(found.meeting.title)[:60] or 'meeting'}-{found.meeting.day}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@member_page
@tells_refusals("correct_minutes")
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """GET shows the minutes, where the form is."""
    found = get_minutes_for(request.user, pk)
    if request.method != "POST":
        return redirect("minutes", pk)
    form = CorrectionForm(posted(request), items=list(found.items.all()))
    if form.is_valid() and done(form, lambda: _corrected(request, pk, form)):
        messages.success(request, "Who writes the minutes sees it beside the item. You hear what becomes of it.")
        return redirect("minutes", pk)
    writes = allowed(member_standing(request.user), can_write_minutes, networks_of(found.meeting))
    return _shown(request, found, writes, form)


def _corrected(request: MemberRequest, pk: int, form: CorrectionForm) -> None:
    typed = form.cleaned_data
    correct_minutes(request.user, pk, says=[(typed["number"], typed["words"])], idempotency_key=typed["key"])


@member_page
@tells_refusals("correct_minutes")
def check(request: MemberRequest, pk: int) -> HttpResponse:
    get_minutes_for(request.user, pk)
    if request.method == "POST":
        check_minutes(request.user, pk)
        messages.success(request, "Thank you. It is noted that you find them right.")
    return redirect("minutes", pk)
