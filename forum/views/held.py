"""Held posts: the author's page, and the representative's."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import get_held_post_of
from forum.actions.mend_held_post import mend_held_post
from forum.actions.release_held_post import release_held_post
from forum.actions.return_held_post import return_held_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.content import BadContent
from forum.forms import MendForm, ReturnForm
from forum.models import Post
from forum.moderation import get_waiting_post_for, waiting_posts_for
from forum.views.attaching import left_out
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.standing import member_standing
from screening import shown

MOST_SHOWN = 20_000  # characters of a held file that a representative reads, masked


@member_page
@tells_refusals("mend_held_post")
def held_post(request: MemberRequest, pk: int) -> HttpResponse:
    """To the author alone: why it is held, the text to mend, and the other ways out."""
    post = get_held_post_of(request.user, pk)
    form = MendForm(request.POST or None, initial={"title": post.subject, "text": post.content.raw})
    if request.method == "POST" and form.is_valid():
        try:
            mended = mend_held_post(
                request.user, pk, content=form.cleaned_data["text"], title=form.cleaned_data["title"],
                leave_out=left_out(request),
            )  # fmt: skip
        except BadContent as problem:
            form.add_error("text", str(problem))
        else:
            return redirect(where_it_is(mended))
    context = {"post": post, "form": form, "opening": post.topic.last_number == 0, "rules": _rules(post)}
    context["files"] = post.attachments.defer("words").order_by("pk")
    return render(request, "forum/held_post.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
@tells_refusals("settle_held_post")
def settle_held_post(request: MemberRequest, pk: int) -> HttpResponse:
    """The author vouches that no child is described, or takes the post back."""
    settle = vouch_for_held_post if request.POST.get("do") == "vouch" else withdraw_held_post
    settle(request.user, pk)
    return redirect("held_post", pk)


@member_page
def moderation(request: MemberRequest) -> HttpResponse:
    """What is held in the networks that the person moderates. Of a post not vouched for they see only that it is."""
    posts = list(waiting_posts_for(request.user))
    return render(request, "forum/moderation.html", {"posts": posts, "moderates": bool(_moderates(request))})


def _moderates(request: MemberRequest) -> bool:
    standing = member_standing(request.user)
    return bool(standing.represents) or standing.is_executive


@member_page
@tells_refusals("decide_held_post")
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """The vouched-for text, its matched parts masked, to let through or to return."""
    post = get_waiting_post_for(request.user, pk)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and request.POST.get("do") == "release":
        return redirect(where_it_is(release_held_post(request.user, pk)))
    if request.method == "POST" and form.is_valid():
        return_held_post(request.user, pk, reason=form.cleaned_data["reason"])
        return redirect("moderation")
    title, text = shown(post.subject), shown(post.content.raw)
    context = {"post": post, "title": title, "text": text, "rules": _rules(post), "form": form}
    context["files"] = [(shown(file.name), shown(file.words[:MOST_SHOWN])) for file in post.attachments.order_by("pk")]
    return render(request, "forum/decide.html", context, status=UNPROCESSABLE if form.errors else 200)


def _rules(post: Post) -> list[str]:
    return [finding.rule for finding in post.findings.order_by("pk")]
