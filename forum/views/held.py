"""The author's page of a post that is not to be seen: held, waiting, returned or removed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import get_held_post_of
from forum.actions.mend_held_post import mend_held_post
from forum.actions.vouch_for_held_post import vouch_for_held_post
from forum.actions.withdraw_held_post import withdraw_held_post
from forum.content import BadContent
from forum.forms import MendForm
from forum.matters import newest_matter_of
from forum.models import Post
from forum.views.attaching import left_out
from forum.views.topics import UNPROCESSABLE, where_it_is
from regions.doors import MemberRequest, member_page, tells_refusals


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
    context = {
        "post": post, "form": form, "opening": post.topic.last_number == 0, "rules": _rules(post),
        "matter": newest_matter_of(post.pk),
    }  # fmt: skip
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


def _rules(post: Post) -> list[str]:
    return [finding.rule for finding in post.findings.order_by("pk")]
