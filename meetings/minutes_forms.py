"""The fields of minutes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Member
from forum.forms import new_key
from forum.models import Board
from meetings.minutes.checked import LONGEST_ACTION, LONGEST_CORRECTION, LONGEST_NOTE, LONGEST_TITLE
from meetings.models import MinuteItem
from regions.forms.joining import DateField


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput(), initial=new_key, max_length=60)


def _title() -> forms.CharField:
    return forms.CharField(
        label="Heading",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Give the item a heading, like “Remand”."},
    )


def _note(label: str = "Note") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 8}), strip=False
    )


class ItemForm(forms.Form):
    title = _title()
    note = _note()
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class NewItemForm(forms.Form):
    title = _title()
    note = _note()
    key = _key()


class ActionForm(forms.Form):
    words = forms.CharField(
        label="What is to be done", max_length=LONGEST_ACTION, error_messages={"required": "Say what is to be done."}
    )
    owner = forms.TypedChoiceField(
        label="Who does it",
        coerce=int,
        error_messages={"required": "Choose who does it.", "invalid_choice": "Choose who does it."},
    )
    due = DateField(label="By when")
    key = _key()

    def __init__(self, data: Any = None, *, owners: Sequence[Member] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["owner"]
        field.choices = [("", "Choose"), *((one.pk, one.full_name) for one in owners)]  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """Where their topic is opened; a network without a board of its own has none."""

    board = forms.ChoiceField(label="On which board", required=False)

    def __init__(self, data: Any = None, *, boards: Sequence[Board] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(board.slug, board.name) for board in boards] or [("", "on none: you write on no board of it")]
        self.fields["board"].choices = choices  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    agreed_on = DateField(label="Agreed at the meeting on")


class CorrectionForm(forms.Form):
    number = forms.TypedChoiceField(label="About", coerce=int, required=False, empty_value=None)
    words = forms.CharField(
        label="What should it say?", max_length=LONGEST_CORRECTION, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is wrong."},
    )  # fmt: skip
    key = _key()

    def __init__(self, data: Any = None, *, items: Sequence[MinuteItem] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [("", "the minutes as a whole"), *((item.number, f"{item.number}. {item.title}") for item in items)]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Taken, with the item's text as it is to be; or declined, and why."""

    note = _note("The text of the item")
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=0, required=False)
    why = forms.CharField(label="If you decline it: why", max_length=400, required=False)
