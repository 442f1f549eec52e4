"""Lists of topics, a page at a time, by key and not by offset: the hundredth page costs what the first does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from forum.models import Topic
from forum.selectors import TOPICS_A_PAGE
from forum.topic_list import ORDERS, Choice


@dataclass(frozen=True)
class TopicPage:
    """A page of topics with the query string of the next one, empty on the last."""

    topics: list[Topic]
    older: str
    is_first: bool

    @classmethod
    def of(cls, topics: QuerySet[Topic], query: QueryDict, choice: Choice) -> "TopicPage":
        """`after` names the last row already seen: pinned or not, its value in this order, its id. Anything that
        cannot be read gives the first page.
        """
        column, falls = ORDERS[choice.order]
        key = _key(query.get("after", ""))
        if key is not None and isinstance(key[1], datetime) is (column != "posts_count"):
            topics = topics.filter(_past(key, column, falls=falls))
        else:
            key = None
        rows = list(topics[: TOPICS_A_PAGE + 1])
        older = ""
        if len(rows) > TOPICS_A_PAGE:
            edge = rows[TOPICS_A_PAGE - 1]
            value = getattr(edge, column)
            value = value.isoformat() if isinstance(value, datetime) else value
            older = choice.query(after=f"{edge.type}_{value}_{edge.pk}")
        return cls(rows[:TOPICS_A_PAGE], older, key is None)


def _past(key: tuple[int, Any, int], column: str, *, falls: bool) -> Q:
    """The rows after the one with this key. The outer bounds let an index find where they begin."""
    pinned, value, pk = key
    way = "lt" if falls else "gt"
    rest = Q(type=pinned, **{f"{column}__{way}e": value}) & (Q(**{f"{column}__{way}": value}) | Q(**{f"pk__{way}": pk}))
    return rest if pinned == 0 else rest | Q(type__lt=pinned)


def _key(text: str) -> tuple[int, datetime | int, int] | None:
    parts = text.split("_")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[2].isdigit()):
        return None
    value = int(parts[1][:9]) if parts[1].isdigit() else _moment(parts[1])
    return None if value is None else (int(parts[0][:2]), value, int(parts[2][:18]))


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
