"""What I have been told; what I want by mail; stopping a list from a letter; what an open page has missed."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.models import Member
from forum.access import get_saved_search_of
from forum.actions.stop_mail import stop_mail
from forum.models import Board
from notifications.actions.mark_notifications_read import mark_notifications_read
from notifications.letters import write_letter
from notifications.live.missed import what_was_missed
from notifications.people.stopping import stop_letters, stoppable
from notifications.tokens import Purpose, unseal
from regions.doors import MemberRequest, member_page


@require_POST
@member_page
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """All of them, or what one saved search was told of."""
    asked = request.POST.get("search", "")
    if asked.isascii() and asked.isdigit():
        search = get_saved_search_of(request.user, int(asked[:18]))
        mark_notifications_read(request.user, search=search)
        return redirect("saved_search", search.pk)
    mark_notifications_read(request.user)
    return redirect("notifications")


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mail of one board. GET shows and changes nothing; POST acts, with no cookie (RFC 8058)."""
    letters = stoppable(token)
    if letters is not None:
        return stop_letters(request, letters, token)
    member, board = _stop_target(token)
    if request.method != "POST":
        return render(request, "notifications/stop.html", {"board": board, "token": token})
    row = stop_mail(member, board)
    write_letter(
        "mail_stopped",
        member=member,
        key=f"stopped:{row.pk}:{member.token_generation}:{token[:40]}",
        context={"board": board.name, "slug": board.slug},
    )
    return render(request, "notifications/stopped.html", {"board": board})


def _stop_target(token: str) -> tuple[Member, Board]:
    opened = unseal(Purpose.STOP, token)
    if opened is None:
        raise Http404
    member = Member.objects.filter(pk=opened.member_id).first()
    board = Board.objects.select_related("network").filter(pk=opened.thing_id).first()
    if member is None or board is None:
        raise Http404
    return member, board


@member_page
def live_since(request: MemberRequest) -> HttpResponse:
    """What happened after the numbers that the page holds: for the socket's client and for the 30-second poll alike."""
    return JsonResponse(what_was_missed(request.user, request.GET))
