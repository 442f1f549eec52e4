"""Lists of topics, a page at a time, by key and not by offset: the hundredth page costs what the first does."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from forum.models import Topic
from forum.selectors import TOPICS_A_PAGE


@dataclass(frozen=True)
class TopicPage:
    """A page of topics with the query string of the next older page, empty on the last one."""

    topics: list[Topic]
    older: str
    is_first: bool

    @classmethod
    def of(cls, topics: QuerySet[Topic], query: QueryDict) -> "TopicPage":
        """`before` and `id` name the last row already seen; anything unreadable there gives the first page."""
        before, last = _moment(query.get("before", "")), query.get("id", "")
        is_first = before is None or not last.isdigit()
        if not is_first:
            topics = topics.filter(Q(last_post_on__lt=before) | Q(last_post_on=before, pk__lt=int(last[:18])))
        rows = list(topics[: TOPICS_A_PAGE + 1])
        older = ""
        if len(rows) > TOPICS_A_PAGE:
            edge = rows[TOPICS_A_PAGE - 1]
            older = urlencode({"before": edge.last_post_on.isoformat(), "id": edge.pk})
        return cls(rows[:TOPICS_A_PAGE], older, is_first)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
