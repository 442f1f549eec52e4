"""A post's own page, and what its author does with it: change it, undo it, withdraw it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from forum.access import get_post_for
from forum.actions.edit_post import EditedMeanwhile, edit_post
from forum.actions.forget_draft import forget_draft
from forum.actions.take_back_post import take_back_post
from forum.actions.undo_post import undo_post
from forum.asking import board_of_reader
from forum.content import BadContent
from forum.differences import difference
from forum.drafts import NEW, draft_at, edit_place, topic_place
from forum.forms import EditForm
from forum.history import history_of
from forum.models import AcceptedAnswer, Post, PostVersion
from forum.preview import preview_of
from forum.rewriting import WouldBeHeld
from forum.undoing import can_be_undone, undo_until
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from regions.permissions import (
    Reason,
    can_accept_answer,
    can_edit_post,
    can_moderate,
    can_reply,
    can_take_back_post,
    require,
    why_not_write,
)
from regions.standing import member_standing

CONFLICT = 409


@member_page
def post_page(request: MemberRequest, pk: int) -> HttpResponse:
    """The post by itself, with everything that can be done about it."""
    post = get_post_for(request.user, pk)
    return render(request, "writing/post.html", _context(request, post))


def _context(request: MemberRequest, post: Post) -> dict:
    standing, board, around = member_standing(request.user), post.topic.forum, post.topic.around
    mine = post.poster_id == request.user.pk
    shut = {"locked": post.topic.is_locked, "closed": board.closed is not None}
    back = mine and not post.is_taken_back and can_take_back_post(
        standing, around, is_author=mine, shared=board.shared
    )  # fmt: skip
    opens = post.topic.first_post_id == post.pk
    undo = back and can_be_undone(post)
    return {
        "post": post, "topic": post.topic, "board": board_of_reader(request.user, post.topic), "mine": mine,
        "where": where_it_is(post),
        "may_edit": not post.is_taken_back and can_edit_post(standing, around, is_author=mine, **shut),
        "why_not": why_not_write(standing, around, **shut).sentence,
        "may_accept": not opens and not post.is_taken_back and can_accept_answer(
            standing, board.network, is_asker=post.topic.poster_id == request.user.pk, closed=shut["closed"]
        ),
        "may_answer": not post.is_taken_back and can_reply(standing, around, **shut),
        "accepted": AcceptedAnswer.objects.filter(post=post).exists(),
        "may_moderate": can_moderate(standing, board.network),
        "may_undo": undo, "undo_until": undo_until(post), "may_take_back": back and not undo,
        "own_text": PostVersion.objects.filter(post=post).order_by("-number").first()
        if mine and post.is_taken_back
        else None,
    }  # fmt: skip


@member_page
@tells_refusals("edit_post")
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the text; the version that the author began from comes back with the form."""
    post = get_post_for(request.user, pk)
    require(post.poster_id == request.user.pk, Reason.NOT_THE_AUTHOR)
    start, place = {"title": post.subject, "text": post.content.raw, "version": post.updates_count}, edit_place(pk)
    draft, kept = draft_at(request.user, place), kept_fields(request)
    if draft:
        start |= {"title": draft.title or post.subject, "text": draft.text, "draft_version": draft.version}
    looks = request.POST.get("do") == "preview"
    form = EditForm(None if looks else request.POST or None, initial=request.POST.dict() if looks else start | kept)
    context = {
        "post": post, "topic": post.topic, "board": board_of_reader(request.user, post.topic), "form": form,
        "opening": post.topic.first_post_id == post.pk, "place": place, "draft": draft, "text_is_back": bool(kept),
        "preview": preview_of(request.POST.get("title", ""), request.POST.get("text", "")) if looks else None,
    }  # fmt: skip
    if request.method == "POST" and not looks and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            saved = edit_post(request.user, pk, content=told["text"], title=told["title"], version=told["version"])
        except BadContent as problem:
            context |= _what_is_wrong(form, problem, told["text"])
        else:
            forget_draft(request.user, place, version=told["draft_version"] or 0, text=told["text"])
            return redirect(where_it_is(saved))
    status = CONFLICT if "meanwhile" in context else UNPROCESSABLE if form.errors else 200
    return render(request, "writing/edit.html", context, status=status)


def _what_is_wrong(form: EditForm, problem: BadContent, text: str) -> dict:
    """Said beside the field; with it what the other edit made of the post, or which rules would hold the text."""
    form.add_error("text", str(problem))
    if isinstance(problem, EditedMeanwhile):
        form.data = {**form.data.dict(), "version": str(problem.post.updates_count)}  # type: ignore[attr-defined]
        return {"meanwhile": difference(text, problem.post.content.raw)}
    return {"rules": problem.rules} if isinstance(problem, WouldBeHeld) else {}


@member_page
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """What the post said before, newest change first, to whoever may read it; of a withdrawn one to its author."""
    post = get_post_for(request.user, pk)
    before = request.GET.get("before", "")
    page = history_of(request.user, post, before=int(before[:9]) if before.isdigit() else None)
    context = {
        "post": post,
        "topic": post.topic,
        "board": board_of_reader(request.user, post.topic),
        "page": page,
        "where": where_it_is(post),
    }
    return render(request, "writing/history.html", context)


@require_POST
@member_page
@tells_refusals("undo_post")
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """For others it never was; the author lands where their text is a draft again."""
    post = undo_post(request.user, pk)
    place = NEW if post.topic.first_post_id == post.pk else topic_place(post.topic_id)
    draft = draft_at(request.user, place)
    messages.info(request, "The post is undone. No mail of it leaves, and your text is yours again.")
    if draft is None or draft.text != post.content.raw:
        return redirect("held_post", post.pk)  # something else was begun there meanwhile: that stays
    return redirect("new_topic") if place == NEW else redirect(f"{reverse('topic', args=[post.topic_id])}#answer")


@require_POST
@member_page
@tells_refusals("take_back_post")
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    take_back_post(request.user, pk)
    return redirect("post_page", pk)
