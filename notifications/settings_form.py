"""The first question of the page of mail settings: how mail comes, and when."""

from datetime import time
from typing import Any

from django import forms

from forum.models import BoardFollow, MailHabits

HALF_HOURS = [time(hour, minute) for hour in range(6, 22) for minute in (0, 30)]  # no hour that a clock change takes
ANY_HOUR = [time(hour) for hour in range(24)]
RHYTHMS = [
    ("everything", "Each post, as it happens"),
    ("daily", "Once a day, together"),
    ("weekly", "Once a week, together"),
    ("nothing", "No mail"),
]


def hours(times: list[time]) -> list[tuple[str, str]]:
    return [(f"{at:%H:%M}", f"{at:%H:%M}") for at in times]


class MailHabitsForm(forms.Form):
    rhythm = forms.ChoiceField(
        choices=RHYTHMS, error_messages={"required": "Choose how mail comes.", "invalid_choice": "Choose one of these."}
    )
    weekday = forms.TypedChoiceField(label="Day of the weekly letter", choices=MailHabits.Weekday.choices, coerce=int)
    at = forms.TypedChoiceField(
        label="Hour of the daily and weekly letters", choices=hours(HALF_HOURS), coerce=time.fromisoformat
    )
    quiet_from = forms.TypedChoiceField(
        label="Nothing from", choices=[("", "no quiet hours"), *hours(ANY_HOUR)], coerce=time.fromisoformat,
        required=False, empty_value=None,
    )  # fmt: skip
    quiet_until = forms.TypedChoiceField(
        label="until", choices=[("", "no quiet hours"), *hours(ANY_HOUR)], coerce=time.fromisoformat,
        required=False, empty_value=None,
    )  # fmt: skip
    mentions = forms.BooleanField(label="When I am named, a mail at once", required=False)
    receipts = forms.BooleanField(label="When a mail of mine is posted, a letter that says so", required=False)
    digests = forms.BooleanField(label="Daily and weekly letters", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("quiet_from"), data.get("quiet_until")
        if (start is None) != (end is None) and not self.errors:
            self.add_error(
                "quiet_until" if end is None else "quiet_from", "Quiet hours need a beginning and an end: choose both."
            )
        elif start is not None and start == end:
            self.add_error("quiet_until", "Quiet hours that end when they begin are none: choose another hour.")
        return data


def as_typed(habits: MailHabits) -> dict[str, Any]:
    """The form's values for what is saved."""
    return {
        "rhythm": habits.rhythm or BoardFollow.Wants.EVERYTHING, "weekday": habits.weekday, "at": f"{habits.at:%H:%M}",
        "quiet_from": f"{habits.quiet_from:%H:%M}" if habits.quiet_from else "",
        "quiet_until": f"{habits.quiet_until:%H:%M}" if habits.quiet_until else "",
        "mentions": habits.mentions, "receipts": habits.receipts, "digests": habits.digests,
    }  # fmt: skip
