"""Fields that forms about people and services share: UK dates, pounds, and where the words of errors come from."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from regions.payment import subscription_year

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]


def new_key() -> str:
    return f"web:{uuid4().hex}"


class PlainForm(forms.Form):
    """Errors are told by the server alone, in our own words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class VersionedForm(PlainForm):
    """Carries the version of what it was made from; a form that lost it counts as too old."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        version = self.cleaned_data["version"]
        return -1 if version is None else int(version)


def day_field(label: str, *, missing: str = "Give a day.", required: bool = True, hint: str = "") -> forms.DateField:
    """Typed, day first, as everybody here writes it: a browser’s own picker may show the month first."""
    widget = forms.DateInput(attrs={"autocomplete": "off"}, format="%d/%m/%Y")
    wrong = {"required": missing, "invalid": "This is no day that we can read: write it as 31/03/2027."}
    hint = f"Such as 31/03/2027. {hint}".strip()
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=widget, input_formats=DATES, error_messages=wrong
    )


def words_field(label: str, *, missing: str = "", most: int = 120, hint: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=hint,
        error_messages={"required": missing},
        **more,
    )


def text_field(label: str, *, missing: str = "", most: int = 400, hint: str = "", rows: int = 3) -> forms.CharField:
    return words_field(label, missing=missing, most=most, hint=hint, widget=forms.Textarea(attrs={"rows": rows}))


def address_field(label: str, *, missing: str = "", hint: str = "") -> forms.EmailField:
    wrong = {"required": missing, "invalid": "This is no email address: it needs an @ and a domain."}
    return forms.EmailField(label=label, max_length=254, required=bool(missing), help_text=hint, error_messages=wrong)


def choice_field(label: str, choices: list[tuple[Any, str]], *, missing: str = "", **more: Any) -> forms.ChoiceField:
    wrong = {"required": missing, "invalid_choice": "Choose one of the list."}
    return forms.ChoiceField(label=label, choices=choices, required=bool(missing), error_messages=wrong, **more)


class PoundsField(forms.CharField):
    """«450», «£1,450.50»; gives pence."""

    PATTERN = re.compile(r"£?\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.(\d{2}))?")

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = self.PATTERN.fullmatch(text)
        if found is None:
            raise forms.ValidationError("Write the sum in pounds, such as 450 or 450.00.")
        return int(found[1].replace(",", "")) * 100 + int(found[2] or 0)


def year_choices(today: date) -> list[tuple[str, str]]:
    """Last year, this one and the next, by their first days."""
    rows = []
    for years in (-1, 0, 1):
        first, last = subscription_year(date(today.year + years, today.month, min(today.day, 28)))
        rows.append((first.isoformat(), f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"))
    return rows
