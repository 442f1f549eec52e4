"""Finding posts by their words, their files' words, and by where, when and by whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from forum import search
from forum.models import Topic
from forum.saved_searches import LONGEST_NAME, name_for
from forum.search.snippets import with_snippets
from forum.views.saved_searches import list_context
from regions.doors import MemberRequest, member_page
from regions.permissions import can_save_search
from regions.standing import member_standing

MOST = 30


@member_page
def search_page(request: MemberRequest) -> HttpResponse:
    wanted = search.Wanted.of(request.GET)
    found = list(search.find(request.user, wanted, limit=MOST + 1))
    posts = with_snippets(found[:MOST], wanted.words)
    older = ""
    if len(found) > MOST:
        older = urlencode({"q": wanted.words, **wanted.filters, "before": posts[-1].pk})
    context = {
        "query": wanted.words, "wanted": wanted.filters, "asked": not wanted.is_empty, "posts": posts, "older": older,
        "is_first": wanted.before is None, "kinds": Topic.Kind.choices,
    }  # fmt: skip
    if wanted.is_empty:  # instead of the query for posts
        context |= list_context(request)
    elif wanted.before is None and can_save_search(member_standing(request.user)):
        context |= {"save_as": name_for(wanted), "longest": LONGEST_NAME}
    return render(request, "forum/search.html", context)
