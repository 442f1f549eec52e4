"""What the secretariat fills in about money and memberships."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Member
from regions.forms.desk import people_at
from regions.forms.fields import (
    PlainForm,
    PoundsField,
    VersionedForm,
    address_field,
    choice_field,
    day_field,
    new_key,
    words_field,
    year_choices,
)
from regions.models import Membership, Payment, Service
from regions.payment import subscription_year
from regions.places import places_of


class PaymentForm(PlainForm):
    """Money for a service's year, or for a member's own."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=new_key)
    year = choice_field("For the year", [], missing="Choose the year.")
    places = forms.IntegerField(
        label="Places for colleagues", min_value=0, max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Second-tier places of the whole year, also those that were paid before.",
        error_messages={
            "required": "Say how many places; 0 if none.", "invalid": "Write a number.",
            "min_value": "Write a number from 0.", "max_value": "That is more than any service has.",
        },
    )  # fmt: skip
    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Write the sum."})
    paid_by = choice_field(
        "Paid by", list(Payment.PaidBy.choices), missing="Say who paid.", widget=forms.RadioSelect, initial="council"
    )
    order_number = words_field("Order number", most=60, hint="The council’s own, if it gave one.")
    paid_on = day_field("Paid on", missing="Give the day of the payment.")
    receipt_to = address_field("Receipt to", hint="It is mailed at once. Empty: no receipt.")

    def __init__(
        self, *args: Any, service: Service | None = None, member: Member | None = None, today: date | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        today = today or timezone.localdate()
        self.fields["year"].choices = year_choices(today)  # type: ignore[attr-defined]
        self.initial = {"year": subscription_year(today)[0].isoformat(), "paid_on": today}
        if service is None:
            del self.fields["places"]
        else:
            known = places_of(service, today=today)
            self.initial["places"] = max(known.total, known.used)

    def clean_paid_on(self) -> date:
        paid_on: date = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise forms.ValidationError("This day has not come yet.")
        return paid_on


class EndForm(VersionedForm):
    last_day = day_field(
        "Last day", missing="Give the last day.",
        hint="Access ends by itself when that day is over. A day that is past ends it now.",
    )  # fmt: skip
    reason = words_field("Note", most=400, hint="Shown to the member.")
    new_lead = choice_field("Lead from now on", [])
    first_name = words_field("Successor’s first name", most=80)
    last_name = words_field("Successor’s last name", most=80)
    address = address_field("Successor’s work address", hint="They are invited to the same place, for the day after.")

    def __init__(self, *args: Any, place: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"last_day": place.ends or timezone.localdate()}
        if place.service.lead_id == place.member_id:
            others = [row for row in people_at(place.service) if row[0] != str(place.member_id)]
            self.fields["new_lead"].choices = [("", "the successor, or nobody yet"), *others]  # type: ignore[attr-defined]
        else:
            del self.fields["new_lead"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("address") and not (data.get("first_name") and data.get("last_name")):
            self.add_error("first_name", "Give the successor’s first and last name.")
        return data


class TierForm(VersionedForm):
    tier = choice_field("Tier", list(Membership.Tier.choices), missing="Choose the tier.", widget=forms.RadioSelect)
    job_title = words_field("Job title")
    through_service = forms.BooleanField(
        label="Covered by the service’s subscription", required=False,
        help_text="In the second tier it takes one of the service’s places. Otherwise the member pays.",
    )  # fmt: skip

    def __init__(self, *args: Any, place: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "tier": place.tier, "job_title": place.job_title, "through_service": place.through_service,
        }  # fmt: skip


class NewMemberForm(PlainForm):
    """Somebody whom the secretariat lets in itself: most come by an application, an invitation or their lead."""

    first_name = words_field("First name", missing="Give their first name.", most=80)
    last_name = words_field("Last name", missing="Give their last name.", most=80)
    address = address_field("Work address", missing="Give their work address.")
    service = choice_field("Service", [], missing="Choose the service.")
    tier = choice_field("Tier", list(Membership.Tier.choices), missing="Choose the tier.", widget=forms.RadioSelect)
    job_title = words_field("Job title")
    starts = day_field("First day", missing="Give the first day.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(closed=None)
        self.fields["service"].choices = [("", "choose"), *((str(row.pk), row.name) for row in services)]  # type: ignore[attr-defined]
        self.initial = {"starts": timezone.localdate(), "tier": "full"}
