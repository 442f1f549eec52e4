"""Moving a topic to another board, for who looks after both."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.access import get_topic_for, visible_boards
from forum.actions.move_topic import move_topic as move_it
from forum.forms import MoveForm
from forum.models import Board, Topic
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, can_moderate, can_move_topic, require
from regions.problems import Problem
from regions.standing import member_standing


@member_page
@tells_refusals("move_topic")
def move_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """Each board with who reads it, since these are the topic's readers from then on."""
    topic = get_topic_for(request.user, pk)
    require(can_moderate(member_standing(request.user), topic.forum.network), Reason.NOT_THE_REPRESENTATIVE)
    boards = _boards_for(request, topic)
    form = MoveForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_it(request.user, topic.pk, form.cleaned_data["board"])
        except Problem as problem:
            form.add_error("board", problem.sentence)
        else:
            messages.success(request, f"Moved. It stands on {moved.forum.name} now.")
            return redirect("topic", moved.pk)
    context = {"topic": topic, "board": topic.forum, "boards": boards, "form": form}
    return render(request, "networks/move_topic.html", context, status=422 if form.errors else 200)


def _boards_for(request: MemberRequest, topic: Topic) -> list[Board]:
    standing, here = member_standing(request.user), topic.forum
    boards = visible_boards(request.user).filter(closed=None).exclude(pk=here.pk).order_by("network__position", "pk")
    return [board for board in boards if can_move_topic(standing, here.network, board.network)]
