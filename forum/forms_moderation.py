"""What moderators write, and what members write to them."""

from typing import Any

from django import forms

from forum.content import LONGEST_REASON
from forum.models import Post, Report

LONG = {
    "required": "Say why: the author reads your reason.",
    "max_length": f"Say it in {LONGEST_REASON} characters at most.",
}


class ReturnForm(forms.Form):
    reason = forms.CharField(label="Why do you return it?", max_length=LONGEST_REASON, error_messages=LONG)


class ReportForm(forms.Form):
    why = forms.ChoiceField(
        label="What is wrong with it?", choices=Report.Why.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it.", "invalid_choice": "Choose one of these."},
    )  # fmt: skip
    words = forms.CharField(
        label="In a few words", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not repeat a child’s details here.",
        error_messages={"max_length": "Say it in 500 characters at most."},
    )  # fmt: skip


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Why do you remove it?", max_length=LONGEST_REASON, error_messages=LONG,
        help_text="The author reads this, and keeps the text.",
    )  # fmt: skip


class SplitForm(forms.Form):
    """Which answers go, and the title of the topic that they make."""

    title = forms.CharField(
        label="Title of the new topic", max_length=200, error_messages={"required": "Give the new topic a title."}
    )

    def __init__(self, *args: Any, answers: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answers"] = forms.TypedMultipleChoiceField(
            label="Which answers go?", coerce=int, choices=[(post.pk, f"Post {post.number}") for post in answers],
            error_messages={"required": "Choose at least one answer.", "invalid_choice": "Choose answers of it."},
        )  # fmt: skip


class MergeForm(forms.Form):
    into = forms.CharField(
        label="Into which topic?", max_length=200,
        help_text="Its address, such as …/topics/123/, or its number.",
        error_messages={"required": "Give the address or the number of the topic."},
    )  # fmt: skip

    def clean_into(self) -> int:
        """The number in «…/topics/123/?page=2», or the number itself."""
        text = self.cleaned_data["into"].strip()
        number = text.partition("/topics/")[2].partition("/")[0] or text
        if not number.isdecimal() or len(number) > 12:
            raise forms.ValidationError("Give the address or the number of the topic.")
        return int(number)
