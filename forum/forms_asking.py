"""What is written where one region asks another."""

from collections.abc import Sequence
from typing import Any

from django import forms

from forum.content import LONGEST_REASON
from regions.models import Network


class AskForm(forms.Form):
    regions = forms.TypedMultipleChoiceField(
        label="Which regions?", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one region.", "invalid_choice": "Choose from these regions."},
    )  # fmt: skip

    def __init__(self, *args: Any, regions: Sequence[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = [(region.pk, region.name) for region in regions]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Why not?", max_length=LONGEST_REASON, help_text="Who asked reads this.",
        error_messages={
            "required": "Say why: who asked reads your reason.",
            "max_length": f"Say it in {LONGEST_REASON} characters at most.",
        },
    )  # fmt: skip
