"""What is written in an appeal, and about one."""

from django import forms

from regions.appeals import LONGEST
from regions.forms.fields import PlainForm, choice_field, text_field, words_field
from regions.models import Appeal


class AppealForm(PlainForm):
    words = text_field("Why is it wrong?", missing="Say why it is wrong.", most=LONGEST, rows=8)


class DecideAppealForm(PlainForm):
    outcome = choice_field(
        "What do you decide?", list(Appeal.Outcome.choices), missing="Say whether it is lifted or stays.",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = words_field("Why?", missing="Say why: both read it.", most=400)
