"""The fields of a poll as somebody types them, kept in a draft: not yet a poll, and perhaps never one."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from forum.models import Topic
from forum.polls.forms import PollForm

LONGEST = 4_000


def typed_poll(fields: Mapping[str, Any]) -> dict[str, str]:
    """What a form for a topic holds of a poll; nothing if neither question nor options are begun."""
    typed = {name: str(fields.get(f"poll-{name}") or "").replace("\x00", "")[:LONGEST] for name in PollForm.base_fields}
    begun = typed["question"].strip() or typed["options"].strip()
    return {name: value for name, value in typed.items() if value} if begun else {}


def as_fields(typed: Mapping[str, str]) -> dict[str, str]:
    """The same under the names that the form's fields have on the page."""
    return {f"poll-{name}": value for name, value in typed.items()}


def typed_again(topic: Topic) -> dict[str, str]:
    """The topic's poll, as if it had just been typed."""
    poll = getattr(topic, "poll", None)
    if poll is None:
        return {}
    closes = timezone.localtime(poll.closes)
    typed = {
        "question": poll.question, "options": "\n".join(poll.options), "kind": poll.kind,
        "closes_on": closes.date().isoformat(), "closes_at": f"{closes:%H:%M}",
    }  # fmt: skip
    return typed | ({"hidden": "on"} if poll.hidden else {})
