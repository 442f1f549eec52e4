"""The page of a group, of the executive, of the representatives and of everybody; and the boards of a network."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Member
from forum.access import visible_boards
from forum.actions.change_board import change_board as change
from forum.actions.close_board import close_board
from forum.actions.open_board import open_board
from forum.forms import BoardForm, ChangeBoardForm
from forum.models import Board
from regions.cover import looked_after
from regions.directory import listed_among, members_today, with_places
from regions.doing import done
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import (
    Reason,
    can_leave_group,
    can_manage_group,
    can_read,
    can_see_network,
    can_set_readers,
    require,
)
from regions.problems import Problem
from regions.renamed import network_at
from regions.selectors import member_ids_in
from regions.standing import member_standing

UNPROCESSABLE = 422


def get_network_for(member: Member, slug: str) -> Network:
    """A network that the member may read, by its address of today or an earlier one. Raises Http404."""
    found = network_at(slug)
    if found is None or not can_read(member_standing(member), found, shared=False):
        raise Http404
    return found


@member_page
def network(request: MemberRequest, slug: str) -> HttpResponse:
    """What it is, who belongs to it, who reads it, its boards and meetings. A region has a page of its own."""
    found, standing = network_at(slug), member_standing(request.user)
    if found is None or not can_see_network(standing, found):
        raise Http404
    if found.kind == Network.Kind.REGION:
        return redirect("region", found.slug)
    if found.slug != slug:
        return redirect("network", found.slug)
    everybody = found.kind == Network.Kind.NATIONAL
    people = members_today().filter(pk__in=member_ids_in(found))
    members = [] if everybody else list(with_places(people))
    context = {
        "network": found,
        "members": members,
        "member_count": people.count() if everybody else len(members),
        "listed": listed_among([member.pk for member in members]),
        "care": looked_after(found),
        "boards": list(visible_boards(request.user).filter(network=found).order_by("pk")),
        "reads": can_read(standing, found, shared=False),
        "may_leave": can_leave_group(standing, found),
        "may_manage": can_manage_group(standing, found),
        "may_set_readers": can_read(standing, found, shared=False) and can_set_readers(standing, found),
    }
    return render(request, "networks/network.html", context)


@member_page
@tells_refusals("set_board_readers")
def board_readers(request: MemberRequest, slug: str) -> HttpResponse:
    """For who looks after the network: its boards and who reads each. To change one, and to open another."""
    found = get_network_for(request.user, slug)
    require(can_set_readers(member_standing(request.user), found), Reason.NOT_THE_REPRESENTATIVE)
    if found.slug != slug:
        return redirect("board_readers", found.slug)
    new = request.method == "POST" and request.POST.get("do") == "open"
    form = BoardForm(request.POST if new else None)
    if new and form.is_valid():
        try:
            made = open_board(request.user, found, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field, problem.sentence)
        else:
            messages.success(request, f"{made.name} is open.")
            return redirect("board_readers", found.slug)
    boards = list(visible_boards(request.user).filter(network=found).order_by("closed", "pk"))
    context = {"network": found, "boards": boards, "form": form}
    return render(request, "networks/board_readers.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
@tells_refusals("set_board_readers")
def change_board(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One board: who reads it, what it is called, whether it takes posts."""
    found = get_network_for(request.user, slug)
    require(can_set_readers(member_standing(request.user), found), Reason.NOT_THE_REPRESENTATIVE)
    board = visible_boards(request.user).filter(network=found, pk=pk).first()
    if board is None:
        raise Http404
    start = {
        "name": board.name, "description": board.purpose, "readers": board.readers, "version": board.version,
    }  # fmt: skip
    saves = request.method == "POST" and request.POST.get("do") not in ("close", "reopen")
    form = ChangeBoardForm((request.POST if saves else start) if request.method == "POST" else None, initial=start)
    if request.method == "POST" and done(form, lambda: _changed(request, board, form)) and not form.errors:
        messages.success(request, f"{board.name}: saved.")
        return redirect("board_readers", found.slug)
    board.refresh_from_db()  # of two people at this form the second is shown what it says now
    context = {"network": found, "board": board, "form": form, "beside": bool(form.non_field_errors()) and saves}
    return render(request, "networks/change_board.html", context, status=UNPROCESSABLE if form.errors else 200)


def _changed(request: MemberRequest, board: Board, form: ChangeBoardForm) -> None:
    """Do what the pressed button says, unless the form has faults to show."""
    do = request.POST.get("do")
    if do in ("close", "reopen"):
        close_board(request.user, board.pk, closed=do == "close")
    elif form.is_valid():
        change(request.user, board.pk, **form.cleaned_data)
