"""Searches that a member keeps: saving one, the list, and each with what it found since."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from forum import search
from forum.access import get_saved_search_of
from forum.actions.change_saved_search import change_saved_search
from forum.actions.remove_saved_search import remove_saved_search
from forum.actions.save_search import save_search
from forum.models import SavedSearch
from forum.saved_searches import (
    FULL,
    LONGEST_NAME,
    MOST_SEARCHES,
    address_of,
    limits_of,
    own_searches,
    readable_hits,
)
from forum.search.snippets import with_snippets
from regions.doors import MemberRequest, member_page, tells_refusals
from regions.permissions import can_be_told_of_finds, can_save_search
from regions.problems import Problem
from regions.standing import member_standing

MOST, UNPROCESSABLE = 30, 422


@member_page
@tells_refusals("save_search")
def saved_searches(request: MemberRequest) -> HttpResponse:
    """The list; on POST, keep the search that the form carries."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            kept = save_search(request.user, wanted=search.Wanted.of(request.POST), name=request.POST.get("name", ""))
        except Problem as wrong:
            problem, status = wrong.sentence, UNPROCESSABLE
        else:
            messages.success(request, f"“{kept.name}” is saved. From now on new posts that it finds are told to you.")
            return redirect("saved_search", kept.pk)
    return render(request, "forum/saved_searches.html", list_context(request) | {"problem": problem}, status=status)


def list_context(request: MemberRequest) -> dict[str, Any]:
    """What the list says of each. One query."""
    may = can_save_search(member_standing(request.user))
    searches = list(own_searches(request.user)) if may else []
    for row in searches:
        row.address, row.limits = address_of(row), limits_of(row.filters)
    return {
        "searches": searches, "most": MOST_SEARCHES, "full": FULL if len(searches) >= MOST_SEARCHES else "",
        "may_save": may,
    }  # fmt: skip


@member_page
@tells_refusals("change_saved_search")
def saved_search(request: MemberRequest, pk: int) -> HttpResponse:
    """One search: what it found since it was saved, newest first, its name, and how its member hears of it."""
    found, problem = get_saved_search_of(request.user, pk), None
    if request.method == "POST" and request.POST.get("do") == "remove":
        remove_saved_search(request.user, pk)
        messages.success(request, f"“{found.name}” is removed. The posts stay where they are.")
        return redirect("saved_searches")
    if request.method == "POST":
        try:
            found = change_saved_search(request.user, pk, **typed(request))
        except Problem as wrong:
            problem = wrong
        else:
            messages.success(request, "Saved. It counts from the next post.")
            return redirect("saved_search", pk)
    context = _about(request, found) | {"problem": problem, "longest": LONGEST_NAME}
    context |= typed(request) if problem else {}
    return render(request, "forum/saved_search.html", context, status=UNPROCESSABLE if problem else 200)


def typed(request: MemberRequest) -> dict[str, Any]:
    return {
        "name": request.POST.get("name", ""), "bell": bool(request.POST.get("bell")),
        "letter": request.POST.get("letter", ""),
    }  # fmt: skip


def _about(request: MemberRequest, found: SavedSearch) -> dict[str, Any]:
    """Its finds, one page of them by key: the number of queries is the same for one and for hundreds."""
    standing, before = member_standing(request.user), request.GET.get("before", "")
    hits = readable_hits(request.user).filter(search=found)
    if before.isascii() and before.isdigit() and len(before) < 19:
        hits = hits.filter(pk__lt=int(before))
    shown = ("post__topic__forum__network", "post__poster")
    rows = list(hits.select_related(*shown).order_by("-pk")[: MOST + 1]) if can_save_search(standing) else []
    posts = [row.post for row in rows[:MOST]]
    for post in posts:
        post.has_files = False
    return {
        "search": found, "posts": with_snippets(posts, found.words), "limits": limits_of(found.filters),
        "address": address_of(found), "older": rows[MOST - 1].pk if len(rows) > MOST else "", "is_first": not before,
        "letters": SavedSearch.Letter.choices, "is_told": can_be_told_of_finds(standing),
        "name": found.name, "bell": found.bell, "letter": found.letter,
    }  # fmt: skip
