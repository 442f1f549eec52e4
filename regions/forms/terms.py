"""Terms, days away, hand-overs, offers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Member
from accounts.selectors import member_for_address
from regions.forms.joining import DateField, WorkAddressField
from regions.models import Network, Office
from regions.selectors import member_ids_in


class PersonChoice(forms.ModelChoiceField):
    """One of a network's people, by name."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": "Choose somebody.", "invalid_choice": "Choose one of these people."}
        super().__init__(Member.objects.none(), empty_label="Choose somebody", error_messages=wrong, **kwargs)

    def people_of(self, network: Network, *, without: Member | None = None) -> None:
        rows = Member.objects.filter(pk__in=member_ids_in(network), is_active=True)
        rows = rows.exclude(pk=without.pk) if without is not None else rows
        self.queryset = rows.order_by("last_name", "first_name")


class AppointForm(forms.Form):
    member = PersonChoice(label="Who", help_text="A member of the region.")
    starts = DateField(label="First day", initial=timezone.localdate)
    ends = DateField(label="Last day", required=False, help_text="Leave it empty for a term without a set end.")

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].people_of(network)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return in_order(self)


class OfficerForm(forms.Form):
    address = WorkAddressField(label="Their email address", help_text="One that the person signs in with.")
    name = forms.ChoiceField(
        label="Office", choices=Office.Name.choices,
        error_messages={"required": "Choose the office.", "invalid_choice": "Choose one of the list."},
    )  # fmt: skip
    starts = DateField(label="First day", initial=timezone.localdate)
    ends = DateField(label="Last day", required=False, help_text="Leave it empty for a term without a set end.")

    def clean_address(self) -> str:
        self.member = whose(self.cleaned_data["address"])
        return str(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        return in_order(self)


class EndForm(forms.Form):
    """One line beside the term that it ends; `of` is that term's number."""

    ends = DateField(label="Last day", initial=timezone.localdate)

    def __init__(self, *args: Any, of: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def clean_ends(self) -> date:
        ends: date = self.cleaned_data["ends"]
        if ends < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError("This day is long past. To end it at once, write yesterday’s.")
        return ends

    @property
    def day(self) -> dict[str, date]:
        return {"ends": self.cleaned_data["ends"]}


class CoverForm(forms.Form):
    cover = forms.ModelChoiceField(
        Network.objects.none(), label="Who covers", required=False, empty_label="the executive",
        help_text="While there is no representative, or all of them are away.",
        error_messages={"invalid_choice": "Choose one of these regions."},
    )  # fmt: skip

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Network.objects.filter(kind=Network.Kind.REGION, closed=None).exclude(pk=network.pk)
        self.fields["cover"].queryset = regions  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    successor = PersonChoice(label="Who follows you", help_text="A member of the region. Ask them first.")
    starts = DateField(label="Their first day", help_text="Tomorrow at the earliest. Until then you can undo it.")

    def __init__(self, *args: Any, network: Network, me: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].people_of(network, without=me)  # type: ignore[attr-defined]


class OfficeOverForm(forms.Form):
    address = WorkAddressField(label="Email address of who follows you", help_text="A member, who has agreed to it.")
    starts = DateField(label="Their first day", help_text="Tomorrow at the earliest. Until then you can undo it.")

    def clean_address(self) -> str:
        self.member = whose(self.cleaned_data["address"])
        return str(self.cleaned_data["address"])


class AbsenceForm(forms.Form):
    starts = DateField(label="First day away", initial=timezone.localdate)
    ends = DateField(label="Last day away")

    def clean(self) -> dict[str, Any]:
        return in_order(self)


class OfferForm(forms.Form):
    words = forms.CharField(
        label="A few words about yourself", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Read by the officers and the secretariat. No child’s details.",
        error_messages={"max_length": "This is longer than 2,000 characters. Shorten it."},
    )  # fmt: skip


class BuddyForm(forms.Form):
    buddy = PersonChoice(label="Buddy")

    def __init__(self, *args: Any, network: Network, newcomer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{newcomer.pk}_%s"} | kwargs)
        self.fields["buddy"].people_of(network, without=newcomer)  # type: ignore[attr-defined]


def whose(address: str) -> Member:
    """Raises ValidationError where nobody signs in with it."""
    member = member_for_address(address)
    if member is None:
        raise forms.ValidationError("Nobody here has this address.")
    return member


def in_order(form: forms.Form) -> dict[str, Any]:
    """The last day is not before the first."""
    facts = form.cleaned_data
    if facts.get("starts") and facts.get("ends") and facts["ends"] < facts["starts"]:
        form.add_error("ends", "The last day is before the first.")
    return facts
