"""Keeping what is being written, the list of it, and looking at it as it will be."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from forum.access import NotVisible
from forum.actions.forget_draft import forget_draft
from forum.actions.save_draft import DraftMoved, save_draft
from forum.content import BadContent
from forum.drafts import Words, own_drafts
from forum.forms import DraftForm
from forum.models import Draft
from forum.polls.typed import typed_poll
from forum.preview import preview_of, rules_in
from forum.tags import split_tags
from regions.doors import MemberRequest, kept_fields, member_page, tells_refusals
from screening.rules import Rule

CONFLICT, UNPROCESSABLE = 409, 422


@member_page
def drafts(request: MemberRequest) -> HttpResponse:
    """What I have begun and not posted."""
    return render(request, "writing/drafts.html", {"drafts": list(own_drafts(request.user))})


def _script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def keep_draft(request: HttpRequest) -> HttpResponse:
    """The page's script is told that nobody is signed in; the button's text is kept, as everywhere."""
    if not request.user.is_authenticated and _script(request):
        return JsonResponse({}, status=401)
    return _keep_draft(request)


@member_page
@tells_refusals("save_draft")
def _keep_draft(request: MemberRequest) -> HttpResponse:
    """By the button, or by the page's script. A GET comes only after signing in again, with what was kept meanwhile."""
    if request.method != "POST":
        kept = kept_fields(request)
        return _both(request, kept | {"poll": typed_poll(kept)}, None, 200) if kept else redirect("drafts")
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    told = form.cleaned_data
    if request.POST.get("do") == "discard":
        forget_draft(request.user, told["place"], version=told["draft_version"])
        return redirect("drafts")
    told["poll"] = typed_poll(request.POST)
    tags = tuple(split_tags(told["tags"]))
    words = Words(told["text"], told["title"], told["kind"], told["board"], tags, told["poll"])
    try:
        draft = save_draft(request.user, told["place"], words=words, version=told["draft_version"])
    except DraftMoved as other:
        return _moved(request, told, other.draft)
    except BadContent as problem:
        return JsonResponse({"problem": str(problem)}, status=UNPROCESSABLE)
    if not _script(request):
        return redirect("drafts")
    rules = [Rule(rule).label for rule in rules_in(told["title"][:300], told["text"][:60_000])]
    return JsonResponse({"version": draft.version if draft else 0, "rules": rules})


def _moved(request: MemberRequest, told: dict, other: Draft | None) -> HttpResponse:
    if _script(request):
        kept = {"version": other.version, "text": other.text, "title": other.title} if other else {"version": 0}
        return JsonResponse(kept, status=CONFLICT)
    return _both(request, told, other, CONFLICT)


def _both(request: MemberRequest, told: dict, other: Draft | None, status: int) -> HttpResponse:
    """Mine, and what another tab kept: neither is lost, and the member chooses."""
    version = other.version if other else told.get("draft_version") or 0
    context = {"mine": told | {"draft_version": version}, "other": other}
    return render(request, "writing/keep_draft.html", context, status=status)


@require_POST
@member_page
def preview(request: MemberRequest) -> HttpResponse:
    """A fragment for the page's script."""
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    return render(request, "writing/preview.html", {"preview": preview_of(title[:300], text[:60_000])})
