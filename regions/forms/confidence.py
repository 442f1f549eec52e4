"""Words in confidence."""

from uuid import uuid4

from django import forms

from regions.careful_words import MOST


def new_key() -> str:
    return f"web:{uuid4().hex}"


class ConfidenceForm(forms.Form):
    words = forms.CharField(
        label="Your words", max_length=MOST, widget=forms.Textarea(attrs={"rows": 9}), strip=False,
        help_text=(
            "Could anyone work out who a child is? Then leave it out. Worries about a child go the local safeguarding "
            "route, not here."
        ),
        error_messages={
            "required": "Write something first: there is nothing to send.",
            "max_length": "This is longer than 10,000 characters. Shorten it.",
        },
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)
