"""What the secretariat fills in about services. Each form is made for the service that it changes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from regions.forms.fields import (
    VersionedForm,
    address_field,
    choice_field,
    words_field,
)
from regions.models import Membership, Network, Service
from regions.places import not_over


class ServiceForm(VersionedForm):
    """A form about one service."""

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class RenameForm(ServiceForm):
    name = words_field("Name", missing="Give the service a name.", most=160)
    slug = forms.SlugField(
        label="Address on the site", max_length=120, required=False,
        help_text="The end of the service’s address. The old one leads on. Empty: made from the name.",
        error_messages={"invalid": "Use letters, digits and hyphens only."},
    )  # fmt: skip

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        self.initial = {"name": service.name, "slug": service.slug}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("slug") and data.get("name"):
            data["slug"] = slugify(data["name"])[:120]
        return data


class LeadForm(ServiceForm):
    lead = choice_field("Lead", [])

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        self.choose("lead", [("", "nobody"), *people_at(service)])
        self.initial = {"lead": service.lead_id or ""}


class MoveForm(ServiceForm):
    region = choice_field("Region", [], missing="Choose the region.")

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        regions = Network.objects.filter(kind=Network.Kind.REGION, closed=None).exclude(pk=service.region_id)
        self.choose("region", [("", "choose"), *((str(row.pk), row.name) for row in regions)])


class MergeForm(ServiceForm):
    into = choice_field("It becomes part of", [], missing="Choose the service that stays.")

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        others = Service.objects.filter(closed=None).exclude(pk=service.pk)
        self.choose("into", [("", "choose"), *((str(row.pk), row.name) for row in others)])


class SplitForm(ServiceForm):
    name = words_field("Name of the new service", missing="Give the new service a name.", most=160)
    authorities = forms.MultipleChoiceField(
        label="Authorities that it covers", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one authority."},
    )  # fmt: skip
    memberships = forms.MultipleChoiceField(
        label="Members who go with it", widget=forms.CheckboxSelectMultiple, required=False
    )
    lead = choice_field("Lead of the new service", [])

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        self.choose("authorities", [(row.pk, row.name) for row in service.authorities.all()])
        self.choose("memberships", [(str(row.pk), row.member.full_name) for row in places_at(service)])
        self.choose("lead", [("", "nobody yet"), *people_at(service)])


class ContactForm(ServiceForm):
    name = words_field("Name", most=160)
    address = address_field("Address")
    phone = words_field("Telephone", most=40)

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, service=service, **kwargs)
        self.initial = {
            "name": service.contact_name, "address": service.contact_address, "phone": service.contact_phone,
        }  # fmt: skip


def places_at(service: Service) -> list[Membership]:
    here = service.memberships.filter(not_over(timezone.localdate())).select_related("member")
    return list(here.order_by("starts", "pk"))


def people_at(service: Service) -> list[tuple[str, str]]:
    return [
        (str(row.member_id), f"{row.member}, {row.job_title or row.get_tier_display()}") for row in places_at(service)
    ]
