"""What a network is called, and what becomes of it. What may not be is said by `regions.naming`."""

from typing import Any

from django import forms

from regions.models import Network

HUES = {
    5: "rose", 30: "red", 55: "orange", 80: "amber", 110: "olive", 140: "green", 165: "sea green", 195: "teal",
    225: "blue", 260: "indigo", 290: "violet", 325: "magenta",
}  # fmt: skip
HUE = {"required": "Choose a colour.", "invalid_choice": "Choose one of these colours."}
KINDS = [(Network.Kind.GROUP, "a group across regions"), (Network.Kind.REGION, "a region")]


class NetworkForm(forms.Form):
    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Write its name."})
    slug = forms.CharField(
        label="Address",
        max_length=60,
        error_messages={"required": "Write its address."},
        help_text="Small letters and hyphens, such as “north-west”. Old addresses lead on.",
    )
    code = forms.CharField(
        label="Letters", max_length=4, help_text="Two to four, such as “NW”.",
        error_messages={"required": "Write its letters."},
    )  # fmt: skip
    hue = forms.TypedChoiceField(label="Colour", coerce=int, error_messages=HUE)
    about = forms.CharField(
        label="What it is for", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, network: Network | None = None, **kwargs: Any) -> None:
        if network is not None:
            names = ("name", "slug", "code", "hue", "about")
            kwargs["initial"] = {name: getattr(network, name) for name in names}
        super().__init__(*args, **kwargs)
        hues = dict(HUES) if network is None or network.hue in HUES else {network.hue: "as it is"} | HUES
        self.fields["hue"] = forms.TypedChoiceField(
            label="Colour", coerce=int, choices=list(hues.items()), error_messages=HUE
        )


class NewNetworkForm(NetworkForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=KINDS,
        initial=Network.Kind.GROUP,
        error_messages={"required": "Choose what it is."},
    )
    field_order = ("kind", "name", "slug", "code", "hue", "about")


class MergeForm(forms.Form):
    into = forms.TypedChoiceField(
        label="Into which?", coerce=int, error_messages={"required": "Choose the network that it becomes part of."}
    )
    sure = forms.BooleanField(
        label="I have read what moves, and that it cannot be undone",
        error_messages={"required": "Say that you have read what moves: this cannot be undone."},
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Network.objects.filter(kind=network.kind, closed=None).exclude(pk=network.pk)
        choices = [("", "Choose"), *others.values_list("pk", "name")]
        wrong = {"required": "Choose the network that it becomes part of.", "invalid_choice": "Choose one of the list."}
        self.fields["into"] = forms.TypedChoiceField(
            label="Into which?", coerce=int, choices=choices, error_messages=wrong
        )
