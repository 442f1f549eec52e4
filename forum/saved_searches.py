"""Saved searches: what one asks for, in one form and in words, and which of its finds may be read."""

import json
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode

from accounts.models import Member
from accounts.traces import Traces
from forum.access import topic_filter
from forum.models import Post, SavedSearch, SearchHit, Topic
from forum.search.wanted import Wanted
from regions.permissions import reading_scope
from regions.standing import member_standing

MOST_SEARCHES = 20
LONGEST_NAME = 80
FULL = f"You keep {MOST_SEARCHES} searches already, and that is as many as there can be. Remove one first."


def wanted_of(search: SavedSearch) -> Wanted:
    return Wanted(words=search.words, filters=dict(search.filters))


def address_of(search: SavedSearch) -> str:
    """The query of the search page. In one order: PostgreSQL keeps the names of a JSON object in its own."""
    return urlencode([("q", search.words), *sorted(search.filters.items())])


def digest_of(wanted: Wanted) -> str:
    return sha256(json.dumps([wanted.words.lower(), sorted(wanted.filters.items())]).encode()).hexdigest()


def name_for(wanted: Wanted) -> str:
    """What a search is called that was given no name: its words, or else its limits."""
    return (wanted.words or ", ".join(limits_of(wanted.filters)))[:LONGEST_NAME] or "Search"


def limits_of(filters: dict[str, str]) -> list[str]:
    """The filters as one reads them."""
    kinds = dict(Topic.Kind.choices)
    said = {
        "network": "in {}", "board": "on {}", "tag": "tagged {}", "by": "by {}", "service": "service {}",
        "since": "from {}", "until": "until {}",
    }  # fmt: skip
    found = [said[name].format(value) for name, value in sorted(filters.items()) if name in said]
    found += [str(kinds[filters["kind"]])] if filters.get("kind") in kinds else []
    found += {"yes": ["with an answer"], "no": ["without an answer"]}.get(filters.get("answered", ""), [])
    return [*found, *(["with files"] if filters.get("files") else [])]


def readable_hits(member: Member) -> QuerySet[SearchHit]:
    """Finds whose posts the member may read now. By joins, as for the bell: see `visible_posts`."""
    readable = topic_filter(reading_scope(member_standing(member)), "post__topic__")
    return SearchHit.objects.filter(
        readable, post__approved=True, post__topic__approved=True, post__state=Post.State.PUBLISHED
    )


def own_searches(member: Member) -> QuerySet[Any]:
    return SavedSearch.objects.filter(member=member).order_by("name", "pk")


def searches_held(member: Member) -> dict[str, list[Any]]:
    """For the member's own copy of their data."""
    kept = member.saved_searches.order_by("pk").values("name", "words", "filters", "bell", "letter", "created")
    hits = SearchHit.objects.filter(search__member=member).order_by("pk").values("search__name", "post_id", "found")
    return {"saved searches": list(kept), "found by saved searches": list(hits)}


def forget_searches_for(traces: Traces) -> None:
    """What others saved to find a person who is erased finds nobody any more, and would go on naming them."""
    for kept in SavedSearch.objects.iterator(chunk_size=500):
        if traces.found_in(" ".join((kept.name, kept.words, *kept.filters.values()))):
            kept.delete()
