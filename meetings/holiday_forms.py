"""The fields of a school holiday."""

from django import forms

from meetings.actions.add_school_holiday import LONGEST_NAME
from regions.forms.joining import DateField


class HolidayForm(forms.Form):
    name = forms.CharField(
        label="What it is called", max_length=LONGEST_NAME, help_text="Like “February half-term”.",
        error_messages={
            "required": "Give it a name, like “February half-term”.",
            "max_length": f"This is longer than {LONGEST_NAME} characters. Shorten it.",
        },
    )  # fmt: skip
    starts = DateField(label="First day")
    ends = DateField(label="Last day")
