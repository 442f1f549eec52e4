"""The traces of a topic, put where they belong among its posts."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def standing_after(traces: Any, number: int) -> list[Any]:
    """Those that stand after the post of this number; nothing where a fragment brings no traces along."""
    return traces.get(number, []) if isinstance(traces, dict) else []


@register.filter
def among(traces: Any, posts: list[Any]) -> dict[int, list[Any]]:
    """By the number of a post on the page: what a removed post left stands where it was, after the last one before it.
    At 0 stands what comes before them all.
    """
    shown = [0, *(post.number for post in posts)]
    placed: dict[int, list[Any]] = {}
    for number, rows in sorted(traces.items()) if traces else ():
        placed.setdefault(max(one for one in shown if one <= number), []).extend(rows)
    return placed
