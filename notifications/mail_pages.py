"""The pages of mail settings, of the secretariat's note, and of the copy for one's staff."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions.confirm_reach import confirm_reach
from accounts.reach import trouble_of
from forum.actions.choose_preset import PRESETS
from forum.actions.follow_network import follow_network
from forum.actions.set_mail_habits import set_mail_habits
from forum.actions.stop_digests import stop_digests
from forum.mail_wishes import habits_of
from notifications.actions.write_digest_note import write_digest_note
from notifications.digest_contents import national_sections
from notifications.digest_note import LONGEST, note_of_now
from notifications.last_week import last_week
from notifications.settings_form import RHYTHMS, MailHabitsForm, as_typed
from notifications.settings_page import rows_for, topics_chosen
from notifications.told_page import matrix_of
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_write_digest_note, require
from regions.standing import member_standing


@member_page
def mail_settings(request: MemberRequest) -> HttpResponse:
    """One question first, then each network and board; beside each answer what it would have sent last week."""
    habits = habits_of(request.user)
    form = MailHabitsForm(request.POST if request.method == "POST" else None, initial=as_typed(habits))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        stop_digests(request.user, stop=not typed.pop("digests"))
        set_mail_habits(request.user, **typed)
        messages.success(request, "Saved. It counts from the next mail.")
        return redirect("mail_settings")
    would = {row.rhythm: row for row in last_week(request.user)}
    context = {
        "form": form,
        "rhythms": [(value, label, would[value]) for value, label in RHYTHMS],
        "choices": RHYTHMS,
        "rows": rows_for(request.user),
        "matrix": matrix_of(habits),
        "presets": PRESETS.items(),
        "writing_shown": habits.writing_shown,
        "topics": topics_chosen(request.user),
    }
    return render(request, "notifications/mail_settings.html", context, status=422 if form.errors else 200)


@member_page
def mail_problem(request: MemberRequest) -> HttpResponse:
    """Since when mail does not reach the member, why, and what to do; a press says that it does."""
    if request.method == "POST":
        confirm_reach(request.user)
        messages.success(request, "Noted: mail goes out to you again. If it comes back once more, you see it here.")
        return redirect("home")
    return render(request, "notifications/mail_problem.html", {"trouble": trouble_of(request.user)})


@require_POST
@member_page
@tells_refusals("follow_network")
def follow_whole_network(request: MemberRequest, slug: str) -> HttpResponse:
    try:
        follow_network(request.user, slug, wants=request.POST.get("wants", "?"))
    except ValueError as error:
        raise Http404 from error
    return redirect("mail_settings")


@member_page
@tells_refusals("write_digest_note")
def digest_note(request: MemberRequest) -> HttpResponse:
    """The secretariat's few lines on top of the weekly letters."""
    require(can_write_digest_note(member_standing(request.user)), Reason.NOT_THE_SECRETARIAT)
    text = request.POST.get("text", "")
    error = f"Keep it under {LONGEST} characters: it is a note on top of a letter." if len(text) > LONGEST else ""
    if request.method == "POST" and not error:
        write_digest_note(request.user, text=text)
        messages.success(request, "Saved." if text.strip() else "Taken back.")
        return redirect("digest_note")
    note = note_of_now()
    context = {"note": note, "text": text or (note.text if note else ""), "error": error, "longest": LONGEST}
    return render(request, "notifications/digest_note.html", context, status=422 if error else 200)


@member_page
def staff_copy(request: MemberRequest) -> HttpResponse:
    """The week in plain words, to pass on: national titles only, no link, no address, nothing personal."""
    until = timezone.now()
    context = {
        "note": note_of_now(),
        "sections": national_sections(request.user, until - timedelta(days=7), until),
        "day": timezone.localdate(),
    }
    return render(request, "notifications/staff_copy.html", context)
