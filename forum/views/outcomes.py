"""What becomes of a question: the answer that helped, the closing summary, opening again; and names for «@»."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import get_board_for, get_topic_for
from forum.actions.accept_answer import accept_answer
from forum.actions.close_topic import close_topic
from forum.actions.reopen_topic import reopen_topic
from forum.content import BadContent
from forum.forms import ClosingForm
from forum.mentions import people_to_call
from forum.models import Closing, Post
from forum.rewriting import WouldBeHeld
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from regions.permissions import Reason, can_close_topic, require
from regions.standing import member_standing


@require_POST
@member_page
@tells_refusals("accept_answer")
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """«This helped»; with `helped=no` the mark goes again."""
    return redirect(where_it_is(accept_answer(request.user, pk, helped=request.POST.get("helped") != "no")))


@member_page
@tells_refusals("close_topic")
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """Asked, heard, did."""
    topic = get_topic_for(request.user, pk)
    is_asker = topic.poster_id == request.user.pk
    require(
        can_close_topic(member_standing(request.user), topic.forum.network, is_asker=is_asker), Reason.NOT_THE_ASKER
    )
    before = Closing.objects.filter(topic=topic).values("asked", "heard", "did").first()
    form = ClosingForm(request.POST or None, initial=(before or {"asked": topic.subject}) | kept_fields(request))
    context = {"topic": topic, "board": topic.forum, "form": form, "answerers": _answerers(topic.pk, request.user.pk)}
    if request.method == "POST" and form.is_valid():
        try:
            close_topic(request.user, pk, **form.cleaned_data)
        except BadContent as problem:
            form.add_error("heard", str(problem))
            context["rules"] = problem.rules if isinstance(problem, WouldBeHeld) else ()
        else:
            return redirect("topic", pk)
    return render(request, "writing/close.html", context, status=UNPROCESSABLE if form.errors else 200)


def _answerers(topic_id: int, without: int) -> int:
    posts = Post.objects.filter(topic_id=topic_id, approved=True).exclude(poster=without)
    return posts.values("poster").distinct().count()


@require_POST
@member_page
@tells_refusals("reopen_topic")
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    reopen_topic(request.user, pk)
    return redirect("topic", pk)


@member_page
def people(request: MemberRequest, slug: str) -> HttpResponse:
    """Names to call on a board: of those alone who may read it."""
    board = get_board_for(request.user, slug)
    found = people_to_call(board, request.GET.get("q", "")[:60], without=request.user)
    return JsonResponse({"people": found})
