"""The fields of a meeting."""

from typing import Any

from django import forms

from forum.forms import new_key
from forum.models import Board
from meetings.actions.cancel_meeting import LONGEST_REASON
from meetings.actions.fix_date import Date
from meetings.models import Meeting
from meetings.wishes import LONGEST, MOST_PLACES, Wish
from regions.forms.joining import DateField
from regions.models import Network


class TimeField(forms.TimeField):
    """A time of the day, in the browser's own field; typed by hand it is «10:00», «10.00» or «10am»."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": "Say the time.", "invalid": "Write the time like 10:00."}
        formats = ["%H:%M", "%H.%M", "%H:%M:%S", "%I%p", "%I:%M%p", "%I.%M%p"]
        super().__init__(input_formats=formats, error_messages=wrong, **kwargs)


def _text(name: str, label: str, rows: int = 0, **kwargs: Any) -> forms.CharField:
    too_long = {"max_length": f"This is longer than {LONGEST[name]:,} characters. Shorten it."}
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=LONGEST[name], required=False, widget=widget, error_messages=too_long, **kwargs
    )


def _title() -> forms.CharField:
    return forms.CharField(
        label="What it is called", max_length=LONGEST["title"], help_text="Like “North West winter meeting”.",
        error_messages={
            "required": "Give the meeting a name, like “Winter meeting”.",
            "max_length": f"This is longer than {LONGEST['title']} characters. Shorten it.",
        },
    )  # fmt: skip


class DateForm(forms.Form):
    """Where the day and its times stand alone: a date is fixed."""

    day = DateField(label="Day")
    from_time = TimeField(label="Begins at (UK time)")
    to_time = TimeField(label="Ends at (UK time)")

    def date(self) -> Date:
        typed = self.cleaned_data
        return Date(typed["day"], typed["from_time"], typed["to_time"])


class DateLine(forms.Form):
    """One of several dates; an empty line is none."""

    day = DateField(label="Day", required=False)
    from_time = TimeField(label="Begins at (UK time)", required=False)
    to_time = TimeField(label="Ends at (UK time)", required=False)

    @property
    def is_filled(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def date(self) -> Date:
        typed = self.cleaned_data
        return Date(typed["day"], typed["from_time"], typed["to_time"])


class DatesForm(forms.Form):
    closes = DateField(label="Answer by", required=False, help_text="The last day on which answers are taken.")
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class RecordForm(forms.Form):
    """A meeting that was arranged elsewhere."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)
    title = _title()
    day = DateField(label="Day")
    from_time = TimeField(label="Begins at (UK time)")
    to_time = TimeField(label="Ends at (UK time)")
    place = _text("place", "Where")

    def wish(self) -> Wish:
        typed = self.cleaned_data
        return Wish(**{name: typed[name] for name in ("title", "day", "from_time", "to_time", "place")})


class MeetingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    title = _title()
    way = forms.ChoiceField(
        label="How you meet", choices=Meeting.Way.choices, initial="in_person", widget=forms.RadioSelect
    )
    place = _text("place", "Place", help_text="The building and the town. It can come later.")
    directions = _text("directions", "How to get there", 3, help_text="Station, parking, which door, who to ask for.")
    joining_link = _text(
        "joining_link", "Link to join online", help_text="Shown to those who are going, and to nobody else."
    )
    day = DateField(label="Day", required=False)
    from_time = TimeField(label="Begins at (UK time)", required=False)
    to_time = TimeField(label="Ends at (UK time)", required=False)
    agenda = _text("agenda", "Draft agenda", 6, help_text="A line for each item. Could anyone work out who a child is?")
    who_may_come = forms.ChoiceField(label="Who may come", choices=Meeting.WhoMayCome.choices, initial="members")
    capacity = forms.IntegerField(
        label="Places in the room", required=False, min_value=1, max_value=MOST_PLACES,
        help_text="Leave it empty if everybody fits in.",
        error_messages={
            "invalid": "Write a number, or leave it empty.", "min_value": "Write a number from 1 on.",
            "max_value": f"Write a number up to {MOST_PLACES:,}.",
        },
    )  # fmt: skip
    closes = DateField(label="Answer by", required=False, help_text="The last day on which answers are taken.")

    def wish(self) -> Wish:
        return Wish(**{name: self.cleaned_data[name] for name in Wish.__dataclass_fields__})


class ProposeForm(MeetingForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)
    with_ids = forms.ModelMultipleChoiceField(
        Network.objects.none(), label="Together with", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Their representatives are asked first. Once they say yes, their members see the meeting too.",
        error_messages={"invalid_choice": "Choose networks of the list."},
    )  # fmt: skip
    board = forms.ChoiceField(label="Open a topic to talk about it", required=False)
    field_order = ("key", "version", "title", "way")

    def __init__(self, *args: Any, boards: list[Board], others: list[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        networks = Network.objects.filter(pk__in=[network.pk for network in others])
        self.fields["with_ids"].queryset = networks  # type: ignore[attr-defined]
        named = [(board.slug, f"on the {board.name}") for board in boards]
        self.fields["board"].choices = [*named, ("", "no topic")]  # type: ignore[attr-defined]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=LONGEST_REASON, help_text="Everybody who was asked reads it.",
        error_messages={
            "required": "Say why, in a few words: everybody who was asked reads it.",
            "max_length": f"This is longer than {LONGEST_REASON} characters. Shorten it.",
        },
    )  # fmt: skip
