"""The moderators' pages: what waits, and deciding it."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from forum.actions.claim_matter import claim_matter
from forum.actions.put_down_matter import put_down_matter
from forum.deciding import approve, give_back
from forum.forms_moderation import ReturnForm
from forum.masking import masked_text
from forum.matters import decided_lately, get_matter_for, open_matters_for
from forum.models import Matter
from forum.moderation import moderated_networks, removed_posts, with_their_authors
from forum.views.topics import UNPROCESSABLE
from regions.doors import MemberRequest, member_page, tells_refusals

MOST, LATELY = 50, timedelta(days=14)
MOST_SHOWN = 20_000  # characters of a file that a moderator reads, masked


@member_page
def moderation(request: MemberRequest) -> HttpResponse:
    """What waits, since when, who has it and when it passes on; then what was decided lately, and by whom."""
    networks = moderated_networks(request.user)
    context = _queue(request) | {
        "moderates": bool(networks),
        "with_authors": list(with_their_authors(request.user, networks)[:MOST]),
        "removed": list(removed_posts(request.user, networks)[:MOST]),
        "decided": list(decided_lately(request.user, since=timezone.now() - LATELY)[:MOST]),
    }
    return render(request, "moderation/queue.html", context)


@member_page
def moderation_queue(request: MemberRequest) -> HttpResponse:
    """The waiting ones alone, as a fragment for a page that is open."""
    return render(request, "moderation/parts/waiting.html", _queue(request))


def _queue(request: MemberRequest) -> dict[str, object]:
    now = timezone.now()
    waiting = list(open_matters_for(request.user)[:MOST])
    for matter in waiting:
        matter.held_now = matter.in_hand(now)  # type: ignore[attr-defined]
    free = [matter for matter in waiting if not matter.in_hand(now) or matter.claimed_by_id == request.user.pk]
    return {"waiting": waiting, "free": len(free), "elsewhere": len(waiting) - len(free)}


@member_page
@tells_refusals("decide_held_post")
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """One matter: what it is about, who has it, and to decide it; once it is decided, by whom."""
    matter = get_matter_for(request.user, pk)
    form = ReturnForm(request.POST if request.POST.get("do") == "return" else None)
    do = request.POST.get("do") if request.method == "POST" else None
    if do in ("claim", "put_down"):
        (claim_matter if do == "claim" else put_down_matter)(request.user, pk)
        return redirect("decide_held_post", pk)
    if do == "approve":
        approve(request.user, matter)
        messages.success(request, "Done. It is posted." if _is_held(matter) else "Done. It stays as it is.")
        return redirect("moderation")
    if do == "return" and form.is_valid():
        give_back(request.user, matter, reason=form.cleaned_data["reason"])
        messages.success(request, "Done. Its author reads your reason.")
        return redirect("moderation")
    context = {"matter": matter, "form": form, "in_hand": matter.in_hand(), "held": _is_held(matter)}
    if matter.is_open:
        context |= {"title": masked_text(matter.post.subject), "text": masked_text(matter.post.content.raw)}
        context["files"] = [
            (masked_text(file.name), masked_text(file.words[:MOST_SHOWN]))
            for file in matter.post.attachments.order_by("pk")
        ]
    return render(request, "moderation/decide.html", context, status=UNPROCESSABLE if form.errors else 200)


def _is_held(matter: Matter) -> bool:
    return matter.kind != Matter.Kind.REPORT
