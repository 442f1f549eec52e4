"""What a member shows of themselves."""

import re
from typing import Any

from django import forms

from accounts.models import Member
from regions.actions.save_profile import LONGEST_INTEREST, MOST_INTERESTS
from regions.models import Profile
from regions.selectors import current_membership

_PHONE = re.compile(r"^[+(]?\d[\d ()+-]{4,30}\d( ?(ext|x)\.? ?\d{1,6})?$", re.IGNORECASE)


class ProfileForm(forms.Form):
    job_title = forms.CharField(
        label="Your part",
        max_length=120,
        required=False,
        help_text="Such as “Head of Youth Justice”: it stands beside your name.",
    )
    about = forms.CharField(
        label="About you",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What a colleague may want to know of your work. No child is ever described here.",
    )
    interests = forms.CharField(
        label="Willing to talk about",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"One on each line, such as “remand beds”; {MOST_INTERESTS} at most. Colleagues find you by them.",
    )
    phone = forms.CharField(label="Telephone", max_length=40, required=False)
    show_address = forms.BooleanField(label="Show my email address to members", required=False)
    show_phone = forms.BooleanField(label="Show my telephone number to members", required=False)
    listed = forms.BooleanField(
        label="Let members find me in the directory",
        required=False,
        help_text="Your name, part and service still stand beside what you post.",
    )

    @classmethod
    def start_of(cls, member: Member) -> dict[str, Any]:
        """What the form shows before anything is typed."""
        profile = Profile.objects.filter(member=member).first() or Profile(member=member)
        place = current_membership(member)
        names = ("about", "phone", "show_address", "show_phone", "listed")
        return {name: getattr(profile, name) for name in names} | {
            "job_title": place.job_title if place else "",
            "interests": "\n".join(member.interests.values_list("words", flat=True)),
        }

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not _PHONE.match(phone):
            raise forms.ValidationError("This is not a telephone number. Write it like 01234 567 890, or leave it out.")
        return phone

    def clean_interests(self) -> list[str]:
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["interests"]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_INTERESTS:
            raise forms.ValidationError(f"These are {len(lines)} lines, and {MOST_INTERESTS} is the most.")
        if long := next((line for line in lines if len(line) > LONGEST_INTEREST), ""):
            raise forms.ValidationError(
                f"“{long[:30]}…” is longer than {LONGEST_INTEREST} characters. A few words each are enough."
            )
        return lines

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("show_phone") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Write the number that is to be shown, or do not show one.")
        return data
