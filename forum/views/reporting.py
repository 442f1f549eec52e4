"""Reporting a post, what one reported, and a moderator's hand on a single post."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import get_post_for
from forum.actions.remove_post import remove_post
from forum.actions.report_post import report_post
from forum.actions.restore_post import restore_post
from forum.asking import board_of_reader
from forum.content import BadContent
from forum.forms_moderation import RemoveForm, ReportForm
from forum.models import Report
from forum.removal import get_post_to_see
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from regions.permissions import Reason, can_report, require
from regions.standing import member_standing


@member_page
@tells_refusals("report_post")
def report(request: MemberRequest, pk: int) -> HttpResponse:
    """Who looks after the board decides. The author is never told who reported."""
    post = get_post_for(request.user, pk)
    board = post.topic.forum
    is_author = post.poster_id == request.user.pk
    allowed = can_report(member_standing(request.user), post.topic.around, shared=board.shared, is_author=is_author)
    require(allowed, Reason.OWN_MATTER)
    form = ReportForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            report_post(request.user, pk, **form.cleaned_data)
        except BadContent as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, "Thank you. Who looks after the board is told, and you hear what becomes of it.")
            return redirect("my_reports")
    context = {
        "post": post,
        "board": board_of_reader(request.user, post.topic),
        "form": form,
        "where": where_it_is(post),
    }
    return render(request, "moderation/report.html", context, status=UNPROCESSABLE if form.errors else 200)


@member_page
def my_reports(request: MemberRequest) -> HttpResponse:
    """What the member reported and what became of it: the post's own words only while they may read it."""
    rows = Report.objects.filter(reporter=request.user).select_related("matter__post__topic__forum__network")
    reports = list(rows.order_by("-made")[:50])
    return render(request, "moderation/my_reports.html", {"reports": reports})


@member_page
@tells_refusals("remove_post")
def moderate_post(request: MemberRequest, pk: int) -> HttpResponse:
    """One published or removed post, for who moderates: to remove it, or to put it back."""
    post = get_post_to_see(request.user, pk)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_post(request.user, pk, reason=form.cleaned_data["reason"])
        except BadContent as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, "Removed. Its author reads your reason.")
            return redirect("moderate_post", pk)
    context = {"post": post, "board": post.topic.forum, "form": form}
    return render(request, "moderation/post.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@member_page
@tells_refusals("restore_post")
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    restored = restore_post(request.user, pk)
    messages.success(request, "It is back where it stood.")
    return redirect(where_it_is(restored))
