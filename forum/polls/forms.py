"""The fields of a poll, and of an answer to one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from forum.polls.models import Poll
from forum.polls.wish import LONGEST_QUESTION, PollWish

OPEN_FOR, CLOSES_AT = timedelta(days=7), "17:00"


def week_ahead() -> str:
    return (timezone.localdate() + OPEN_FOR).isoformat()


class PollForm(forms.Form):
    """Beside a topic's own fields, so each name begins with `poll_`. Nothing in question and options: no poll."""

    prefix = "poll"
    question = forms.CharField(label="Question", max_length=LONGEST_QUESTION, required=False)
    options = forms.CharField(
        label="Options, each on a line of its own", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    kind = forms.ChoiceField(label="How is it answered?", choices=Poll.Kind.choices, initial="single", required=False)
    closes_on = forms.DateField(
        label="Closes on", initial=week_ahead, required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the day as 2026-11-28 or 28/11/2026."},
    )  # fmt: skip
    closes_at = forms.TimeField(
        label="at", initial=CLOSES_AT, required=False,
        error_messages={"invalid": "Write the time as 17:00."},
    )  # fmt: skip
    hidden = forms.BooleanField(label="Show no result before it closes", required=False)

    @property
    def is_wanted(self) -> bool:
        typed = {name: self.data.get(f"poll-{name}", "") for name in self.fields}  # all are ours, wanted or not
        return any(typed[name].strip() for name in ("question", "options"))

    def wish(self) -> PollWish:
        """What is wanted, of a form that is valid; `checked_wish` says what is wrong with it."""
        typed = self.cleaned_data
        day, hour = typed["closes_on"], typed["closes_at"]
        closes = datetime.combine(day, hour, timezone.get_current_timezone()) if day and hour else timezone.now()
        return PollWish(
            question=typed["question"], options=tuple(typed["options"].splitlines()), closes=closes,
            kind=typed["kind"] or Poll.Kind.SINGLE, hidden=typed["hidden"],
        )  # fmt: skip


def picked(poll: Poll, data: QueryDict) -> tuple[int, ...]:
    """The numbers that a form names: boxes or one button, or a place for each option. Nonsense gives none."""
    if poll.kind != Poll.Kind.RANKED:
        return tuple(int(value) for value in data.getlist("pick")[: len(poll.options)] if value.isdigit())
    places: list[tuple[int, int]] = []
    for number in range(1, len(poll.options) + 1):
        value = data.get(f"place_{number}", "")
        if value.isdigit():
            places.append((int(value), number))
    return tuple(number for _, number in sorted(places)) if _each_once(places) else ()


def _each_once(places: Sequence[tuple[Any, int]]) -> bool:
    return len({place for place, _ in places}) == len(places)
