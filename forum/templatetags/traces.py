"""The traces of a topic, put where they belong among its posts."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def standing_after(traces: Any, number: int) -> list[Any]:
    """Those that stand after the post of this number; nothing where a fragment brings no traces along."""
    return traces.get(number, []) if isinstance(traces, dict) else []


@register.filter
def standing_elsewhere(traces: Any, posts: list[Any]) -> list[Any]:
    """Those whose own post is not on the page: it was removed, or went to another topic."""
    shown = {post.number for post in posts}
    return [row for number, rows in traces.items() if number not in shown for row in rows] if traces else []
