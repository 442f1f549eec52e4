"""Boards: the index, one board's topics, and what a stranger sees of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Member
from forum.access import visible_boards
from forum.actions.follow_board import follow_board
from forum.mail_wishes import wish_for_board
from forum.models import Board
from forum.paging import TopicPage
from forum.selectors import get_board_page_for, newest_topics, topics_of_board, unread_by_board
from forum.told import Told, off_by_mail
from forum.topic_list import Choice, chosen_topics, offered
from regions.cover import looked_after
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import can_set_readers, can_start_topic, can_volunteer, why_not_write
from regions.selectors import regions_with_representatives
from regions.standing import member_standing


@member_page
def board_index(request: MemberRequest) -> HttpResponse:
    """All boards that the person can read, by network, with what is unread on each."""
    boards = visible_boards(request.user).select_related("network", "last_post__topic", "last_post__poster")
    unread = unread_by_board(request.user)
    rows = [(one, unread.get(one.pk, 0)) for one in boards.order_by("network__position", "name")]
    return render(request, "forum/boards.html", {"boards": rows})


def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The board's topics, newest first. A stranger sees whose it is and how to join."""
    if not isinstance(request.user, Member):
        return _outside(request, slug)
    found = get_board_page_for(request.user, slug)
    standing = member_standing(request.user)
    choice = Choice.of(request.GET)
    topics = newest_topics(topics_of_board(found, request.user), request.user)
    page = TopicPage.of(chosen_topics(topics, request.user, choice), request.GET, choice)
    closed = found.closed is not None
    writes = can_start_topic(standing, found.network, closed=closed)
    care = looked_after(found.network)
    context = {
        "board": found,
        "page": page,
        "topics": page.topics,
        "choice": choice,
        "offered": offered(choice, page.topics),
        "may_write": writes,
        "why_not": "" if writes else why_not_write(standing, found.network, closed=closed).sentence,
        "care": care,
        "may_volunteer": can_volunteer(standing, found.network, vacant=care.vacant),
        "may_set_readers": can_set_readers(standing, found.network),
        "follows": wish_for_board(found, standing).rhythm,
        "off_by_mail": off_by_mail(found.told_off or "", Told.NEW_TOPIC, Told.ANSWER),
        "live_seq": found.live_seq,
    }
    return render(request, "forum/board.html", context)


def _outside(request: HttpRequest, slug: str) -> HttpResponse:
    found = Board.objects.select_related("network").filter(slug=slug, network__kind=Network.Kind.REGION).first()
    if found is None:
        raise Http404
    row = next(row for row in regions_with_representatives() if row.network.pk == found.network_id)
    return render(request, "public/board.html", {"board": found, "row": row})


@require_POST
@member_page
@tells_refusals("follow_board")
def follow(request: MemberRequest, slug: str) -> HttpResponse:
    try:
        follow_board(request.user, slug, wants=request.POST.get("wants", "?"))
    except ValueError as error:
        raise Http404 from error
    return redirect("mail_settings") if request.POST.get("back") == "settings" else redirect("board", slug)
