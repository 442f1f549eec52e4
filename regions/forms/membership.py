"""What members, leads and representatives fill in about memberships."""

from typing import Any

from django import forms

from regions.forms.fields import (
    PlainForm,
    VersionedForm,
    address_field,
    choice_field,
    day_field,
    text_field,
    words_field,
)
from regions.models import Service


class ColleagueForm(PlainForm):
    first_name = words_field("First name", missing="Give their first name.", most=80)
    last_name = words_field("Last name", missing="Give their last name.", most=80)
    address = address_field(
        "Work address", missing="Give their work address.",
        hint="Of your own organisation. The welcome letter and their codes to sign in go there.",
    )  # fmt: skip
    job_title = words_field("Job title", missing="Say what they do, as others will read it beside their name.")


class RemoveForm(PlainForm):
    last_day = day_field("Last day", missing="Give their last day, or end the place now.", required=False)


class ServiceForm(VersionedForm):
    head_post = choice_field(
        "The post of the head of service is", list(Service.HeadPost.choices), missing="Say how the post is held.",
        widget=forms.RadioSelect,
    )  # fmt: skip
    about = text_field(
        "About the service", most=4000, rows=8,
        hint="What colleagues elsewhere may find useful: size, courts, what you do well. All members can read it.",
    )  # fmt: skip


class LeaveForm(VersionedForm):
    """Leaving on a day. Who leads the service may hand it on to a colleague, or name somebody from outside."""

    last_day = day_field(
        "Your last day", missing="Give your last day.", hint="You can read and write until the end of that day."
    )
    new_lead = choice_field("Who looks after the service then?", [])
    first_name = words_field("Successor’s first name", most=80)
    last_name = words_field("Successor’s last name", most=80)
    address = address_field("Successor’s work address")
    sure = forms.BooleanField(
        label="My membership ends with that day. What I wrote stays, under my name.",
        error_messages={"required": "Say that this is what you want."},
    )

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            for name in ("new_lead", "first_name", "last_name", "address"):
                del self.fields[name]
        else:
            choices = [("", "nobody yet: the secretariat asks around"), *((str(pk), name) for pk, name in colleagues)]
            self.fields["new_lead"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = [data.get("first_name"), data.get("last_name")]
        if data.get("address") and not all(names):
            self.add_error("first_name", "Give the successor’s first and last name.")
        elif (
            (data.get("first_name") or data.get("last_name"))
            and not data.get("address")
            and not self.has_error("address")
        ):
            self.add_error("address", "Give the successor’s work address: the invitation goes there.")
        return data


class SuspendForm(PlainForm):
    reason = text_field(
        "Why?", missing="Say why: the member reads it.",
        hint="The member is told these words, word for word, and may appeal to the executive.",
    )  # fmt: skip
    until = day_field(
        "Last day of the suspension", missing="Say until when.", hint="They read and write again the day after."
    )
