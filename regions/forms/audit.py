"""What to show of the audit log."""

from typing import Any, cast

from django import forms

from audit.models import Entry
from regions.audit_log import Wanted, networks_to_choose, verbs_in_use
from regions.models import Network
from regions.standing import Standing

DAY = "Write the day as 30/4/2026."


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y"], error_messages={"invalid": DAY},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class AuditFilterForm(forms.Form):
    verb = forms.ChoiceField(label="What was done", required=False)
    outcome = forms.ChoiceField(
        label="How it ended", required=False, choices=[("", "done or refused"), *Entry.Outcome.choices]
    )
    person = forms.CharField(label="Who, or to whom", required=False, max_length=120)
    network = forms.ModelChoiceField(
        label="Network", required=False, queryset=Network.objects.all(), empty_label="every network"
    )
    since = day_field("From")
    until = day_field("To")

    def __init__(self, *args: Any, reader: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network = cast(forms.ModelChoiceField, self.fields["network"])
        network.queryset = Network.objects.filter(pk__in=[one.pk for one in networks_to_choose(reader)])
        self.fields["verb"] = forms.ChoiceField(
            label="What was done", required=False, choices=[("", "everything"), *verbs_in_use()]
        )

    def wanted(self) -> Wanted:
        """What was asked for; a field that cannot be read asks for nothing, and is told beside it."""
        self.is_valid()
        said = self.cleaned_data
        network = said.get("network")
        return Wanted(
            verb=said.get("verb") or "", person=said.get("person") or "", outcome=said.get("outcome") or "",
            network_id=network.pk if network else None, since=said.get("since"), until=said.get("until"),
        )  # fmt: skip
