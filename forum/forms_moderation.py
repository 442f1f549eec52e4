"""What moderators write, and what members write to them."""

from typing import Any

from django import forms

from accounts.refs import NOBODY, number_of
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
        help_text="Copy its address from the browser: it has “/topics/” in it.",
        error_messages={"required": "Give the address of the topic."},
    )  # fmt: skip

    def clean_into(self) -> int:
        """The number of the topic that «…/topics/REF/?page=2» names, whether or not there is one."""
        text = self.cleaned_data["into"].strip()
        number = number_of("topic", text.partition("/topics/")[2].partition("/")[0])
        if number == NOBODY:
            raise forms.ValidationError("That is not the address of a topic. Open the topic, and copy its address.")
        return number
