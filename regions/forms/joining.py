"""On the way in: what is asked of those who come, and of those who ask them."""

from typing import Any

from django import forms
from django.utils import timezone

from regions.models import Membership, Service

TIER = {"required": "Choose the tier.", "invalid_choice": "Choose one of the list."}
FIRST, LAST = {"required": "Write the first name."}, {"required": "Write the last name."}


class DateField(forms.DateField):
    """A day, in the browser's own field; typed by hand it is «2026-04-01» or «1/4/2026»."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"required": "Choose the day.", "invalid": "Write the day like 1/4/2026."}
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], error_messages=wrong, **kwargs)


class WorkAddressField(forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        sentence = "Write the whole address, like name@council.gov.uk."
        wrong = {"required": sentence, "invalid": sentence}
        super().__init__(max_length=254, error_messages=wrong, **kwargs)

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address.isascii():
            raise forms.ValidationError("The address holds a letter that mail servers do not know. Write it plainly.")
        return address.lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Six-digit code", max_length=12, error_messages={"required": "Type the six digits from the mail."},
        widget=forms.TextInput(
            attrs={"class": "digits", "inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )  # fmt: skip


class InvitationForm(forms.Form):
    """Somebody to invite, into one of the services that the person may invite to."""

    address = WorkAddressField(label="Work email address", help_text="The letter goes there, and only there it works.")
    first_name = forms.CharField(label="First name", max_length=80, error_messages=FIRST)
    last_name = forms.CharField(label="Last name", max_length=80, error_messages=LAST)
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", empty_label="Choose a service",
        error_messages={"required": "Choose the service.", "invalid_choice": "Choose one of these services."},
    )  # fmt: skip
    tier = forms.ChoiceField(
        label="Tier", choices=Membership.Tier.choices, initial=Membership.Tier.FULL, error_messages=TIER
    )
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    through_service = forms.BooleanField(
        label="Covered by the service’s subscription", required=False, initial=True,
        help_text="In the second tier this takes one of the service’s places.",
    )  # fmt: skip
    becomes_lead = forms.BooleanField(
        label="Looks after the service’s record", required=False, help_text="For a head of service, or a successor."
    )
    starts = DateField(label="First day", initial=timezone.localdate)

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


# Mailboxes that anybody can open: they say nothing about where a person works.
PRIVATE = frozenset({
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com", "live.co.uk",
    "yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "sky.com", "talktalk.net",
    "proton.me", "protonmail.com", "gmx.com",
})  # fmt: skip


class JoinForm(forms.Form):
    """What an applicant tells of themselves."""

    address = WorkAddressField(
        label="Work email address", help_text="We send a code to it, so that nobody can apply in your name.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    first_name = forms.CharField(
        label="First name", max_length=80, error_messages=FIRST,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )  # fmt: skip
    last_name = forms.CharField(
        label="Last name", max_length=80, error_messages=LAST,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )  # fmt: skip
    job_title = forms.CharField(
        label="Job title", max_length=120, error_messages={"required": "Write what your job is called."},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )  # fmt: skip
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", required=False, empty_label="My service is not in this list",
        error_messages={"invalid_choice": "Choose one of these services, or say that yours is not in the list."},
    )  # fmt: skip
    tier = forms.ChoiceField(
        label="I am", initial=Membership.Tier.FULL, error_messages=TIER,
        choices=[
            (Membership.Tier.FULL, "the head of the service, or acting head"),
            (Membership.Tier.SECOND, "another of its managers"),
        ],
    )  # fmt: skip
    words = forms.CharField(
        label="Anything to add", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For instance which authorities your service covers, if it is not in the list. No child’s details.",
        error_messages={"max_length": "This is longer than 2,000 characters. Shorten it."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.filter(closed=None)  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address.rpartition("@")[2] in PRIVATE:
            raise forms.ValidationError("This looks like a private mailbox. Write the address that you have at work.")
        return address


class AcceptForm(forms.Form):
    """As what, and where, an applicant is let in."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", empty_label="Choose a service",
        error_messages={"required": "Choose the service.", "invalid_choice": "Choose one of these services."},
    )  # fmt: skip
    tier = forms.ChoiceField(
        label="Tier", choices=[(one.value, one.label) for one in (Membership.Tier.FULL, Membership.Tier.SECOND)],
        error_messages=TIER,
    )  # fmt: skip
    through_service = forms.BooleanField(
        label="Covered by the service’s subscription", required=False, initial=True,
        help_text="In the second tier this takes one of its places. Without it, the person pays individually.",
    )  # fmt: skip

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why not?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The applicant gets these words by letter.",
        error_messages={
            "required": "Say why: the applicant gets your reason.", "max_length": "Shorten it to 400 characters.",
        },
    )  # fmt: skip
