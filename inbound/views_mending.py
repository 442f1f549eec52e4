"""The page on which the author of a mailed post puts back what was cut, or cuts more, for a day."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum.access import get_post_for
from forum.actions.edit_post import EditedMeanwhile
from forum.actions.mend_mailed_post import mend_mailed_post
from forum.asking import board_of_reader
from forum.content import BadContent
from forum.differences import difference
from forum.mending import can_be_mended, cut_from, mend_until, pieces_of
from forum.models import Post
from forum.rewriting import WouldBeHeld
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import Reason, require


@member_page
@tells_refusals("mend_mailed_post")
def mend_post(request: MemberRequest, pk: int) -> HttpResponse:
    """The link in the author's letter lets nobody act: it opens for the author, signed in, and for nobody else."""
    post = get_post_for(request.user, pk)
    require(post.poster_id == request.user.pk, Reason.NOT_THE_AUTHOR)
    require(can_be_mended(post), Reason.TOO_LATE_TO_MEND)
    context = _start(request, post)
    if request.method == "POST":
        try:
            saved = mend_mailed_post(
                request.user, pk, content=context["text"], version=context["version"], put_back=context["ticked"]
            )
            return redirect(where_it_is(saved))
        except BadContent as problem:
            context |= {"error": str(problem)} | _what_is_wrong(problem, context["text"])
    return render(request, "inbound/mend_post.html", context, status=UNPROCESSABLE if context["error"] else 200)


def _start(request: MemberRequest, post: Post) -> dict[str, Any]:
    """What was typed and ticked, or the post as it stands."""
    version = request.POST.get("version", "")
    return {
        "post": post, "topic": post.topic, "board": board_of_reader(request.user, post.topic),
        "pieces": list(enumerate(pieces_of(cut_from(post)))), "until": mend_until(post),
        "text": request.POST.get("text", post.content.raw),
        "version": int(version) if version.isdecimal() and len(version) < 9 else post.updates_count,
        "ticked": {int(one) for one in request.POST.getlist("back")[:100] if one.isdecimal() and len(one) < 4},
        "error": "",
    }  # fmt: skip


def _what_is_wrong(problem: BadContent, typed: str) -> dict[str, Any]:
    if isinstance(problem, EditedMeanwhile):
        return {"version": problem.post.updates_count, "meanwhile": difference(typed, problem.post.content.raw)}
    return {"rules": problem.rules} if isinstance(problem, WouldBeHeld) else {}
