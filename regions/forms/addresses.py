"""Addresses: a further one, and a call for help at the door."""

from django import forms

LIKE = "It looks like name@council.gov.uk."
ADDRESS = {"required": "Type the address.", "invalid": f"That is no email address. {LIKE}"}
OLD = {"required": "Type the old address.", "invalid": f"The old address is no email address. {LIKE}"}
NEW = {"required": "Type the new address.", "invalid": f"The new address is no email address. {LIKE}"}


class AddressForm(forms.Form):
    address = forms.EmailField(label="The new address", max_length=254, error_messages=ADDRESS)


class AddressHelpForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=160, error_messages={"required": "Say who you are."})
    old_address = forms.EmailField(label="Your old address, that no longer works", max_length=254, error_messages=OLD)
    new_address = forms.EmailField(label="Your new address", max_length=254, error_messages=NEW)
    service = forms.CharField(
        label="The service that you work for now", max_length=160,
        error_messages={"required": "Name the service, or the council."},
    )  # fmt: skip
    words = forms.CharField(
        label="Anything that helps us to know you", max_length=1000, required=False, widget=forms.Textarea,
        error_messages={"max_length": "A thousand characters at most, please."},
    )  # fmt: skip

    def clean_new_address(self) -> str:
        new = str(self.cleaned_data["new_address"])
        if new.lower() == str(self.cleaned_data.get("old_address", "")).lower():
            raise forms.ValidationError("That is the old address again. Name one that you can read now.")
        return new
