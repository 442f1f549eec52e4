"""Finding posts by their words."""

from django.http import HttpResponse
from django.shortcuts import render

from forum import search
from regions.doors import MemberRequest, member_page

MOST = 30


@member_page
def search_page(request: MemberRequest) -> HttpResponse:
    query = request.GET.get("q", "")[: search.LONGEST_QUERY]
    found = list(search.find(request.user, query, limit=MOST + 1))
    context = {"query": query, "posts": found[:MOST], "more": len(found) > MOST}
    return render(request, "forum/search.html", context)
