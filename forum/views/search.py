"""Finding posts by their words, their files' words, and by where, when and by whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from forum import search
from forum.models import Topic
from forum.search.snippets import with_snippets
from regions.doors import MemberRequest, member_page

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
    return render(request, "forum/search.html", context)
