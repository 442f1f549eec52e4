"""My account: how I sign in, where I am signed in, what I am known by."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.actions.end_sessions import end_sessions
from accounts.assurance import has_second_factor, is_fresh
from accounts.devices import device_words
from accounts.doors import MemberRequest, member_page
from accounts.factors import factors_of
from accounts.sessions import sessions_of


@member_page
def account_home(request: MemberRequest) -> HttpResponse:
    """Everything about signing in, with its state in words."""
    context = {
        "factors": factors_of(request.user),
        "addresses": EmailAddress.objects.filter(user=request.user, verified=True).order_by("-primary", "email"),
        "sessions": len(sessions_of(request.user.pk)),
        "fresh": is_fresh(request.session),
        "shown": has_second_factor(request.session),
    }
    return render(request, "account/home.html", context)


@member_page
def sessions(request: MemberRequest) -> HttpResponse:
    """Where I am signed in. This browser is marked."""
    rows = [
        {"session": row, "device": device_words(row.user_agent), "here": row.session_key == request.session.session_key}
        for row in sessions_of(request.user.pk)
    ]
    rows.sort(key=lambda row: not row["here"])
    return render(request, "account/sessions.html", {"rows": rows, "others": sum(not row["here"] for row in rows)})


@require_POST
@member_page
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    """End one of mine, wherever it is. Needs no fresh code: who is in doubt must be quick."""
    if not end_sessions(request.user, only=pk, but=str(request.session.session_key)):
        raise Http404
    messages.success(request, "That session is ended: its pages and its live line are closed.")
    return redirect("sessions")


@require_POST
@member_page
def end_other_sessions(request: MemberRequest) -> HttpResponse:
    ended = end_sessions(request.user, but=str(request.session.session_key))
    messages.success(request, f"Ended: {ended}. You are signed in here only.")
    return redirect("sessions")
