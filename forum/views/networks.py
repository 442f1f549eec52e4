"""The page of a group, of the executive, of the representatives and of everybody; and the boards of a network."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Member
from forum.access import visible_boards
from forum.actions.close_board import close_board
from forum.actions.open_board import open_board
from forum.actions.rename_board import rename_board
from forum.actions.set_board_readers import set_board_readers
from forum.forms import BoardForm
from forum.models import Board
from regions.directory import listed_among, members_today, with_places
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.models import Network
from regions.permissions import Reason, can_manage_group, can_read, can_set_readers, require
from regions.problems import Problem
from regions.renamed import network_at
from regions.selectors import member_ids_in, representatives_of
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
    found = get_network_for(request.user, slug)
    if found.kind == Network.Kind.REGION:
        return redirect("region", found.slug)
    if found.slug != slug:
        return redirect("network", found.slug)
    everybody = found.kind == Network.Kind.NATIONAL
    people = members_today().filter(pk__in=member_ids_in(found))
    members = [] if everybody else list(with_places(people))
    standing = member_standing(request.user)
    context = {
        "network": found,
        "members": members,
        "member_count": people.count() if everybody else len(members),
        "listed": listed_among([member.pk for member in members]),
        "representatives": representatives_of(found),
        "boards": list(visible_boards(request.user).filter(network=found).order_by("pk")),
        "may_manage": can_manage_group(standing, found),
        "may_set_readers": can_set_readers(standing, found),
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
    start = {"name": board.name, "description": board.purpose, "readers": board.readers, "was": board.name}
    form = BoardForm(request.POST or None, initial=start)
    if request.method == "POST":
        try:
            if _changed(request, board, form):
                messages.success(request, f"{board.name}: saved.")
                return redirect("board_readers", found.slug)
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
    context = {"network": found, "board": board, "form": form}
    return render(request, "networks/change_board.html", context, status=UNPROCESSABLE if form.errors else 200)


def _changed(request: MemberRequest, board: Board, form: BoardForm) -> bool:
    """Do what the pressed button says. False: the form has faults to show."""
    do = request.POST.get("do")
    if do in ("close", "reopen"):
        close_board(request.user, board.pk, closed=do == "close")
        return True
    if not form.is_valid():
        return False
    data = form.cleaned_data
    if (data["name"], data["description"]) != (board.name, board.purpose):
        rename_board(
            request.user, board.pk, name=data["name"], description=data["description"],
            was=request.POST.get("was") or board.name,
        )  # fmt: skip
    set_board_readers(request.user, board.pk, readers=data["readers"])
    return True
