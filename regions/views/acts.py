"""A page for each thing that the secretariat does to a service or a membership: what it means, a form, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from accounts.models import Member
from regions.actions.change_tier import change_tier
from regions.actions.end_membership_on import Successor, end_membership_on
from regions.actions.merge_services import merge_services
from regions.actions.move_service import move_service
from regions.actions.name_lead import name_lead
from regions.actions.record_payment import Money, record_payment
from regions.actions.rename_service import rename_service
from regions.actions.set_service_contact import set_service_contact
from regions.actions.split_service import Part, split_service
from regions.forms import desk, desk_people
from regions.models import Membership, Payment, Service


@dataclass(frozen=True)
class Words:
    """What such a page says."""

    title: str
    explained: str
    button: str
    warns: bool = False


@dataclass(frozen=True)
class Act:
    """`run` is given the actor, the thing and the form's clean data."""

    words: Words
    form: Callable[..., forms.Form]
    run: Callable[[Member, Any, dict[str, Any]], object]
    done: str


def _rename(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    return rename_service(actor, service.pk, **data)


def _lead(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    lead = int(data["lead"]) if data["lead"] else None
    return name_lead(actor, service.pk, version=data["version"], member_id=lead)


def _move(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    return move_service(actor, service.pk, version=data["version"], region_id=int(data["region"]))


def _merge(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    return merge_services(actor, service.pk, into_id=int(data["into"]), version=data["version"])


def _split(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    part = Part(
        name=data["name"], slug=slugify(data["name"])[:120], authorities=data["authorities"],
        membership_ids=[int(pk) for pk in data["memberships"]], lead_id=int(data["lead"]) if data["lead"] else None,
    )  # fmt: skip
    return split_service(actor, service.pk, part, version=data["version"])


def _contact(actor: Member, service: Service, data: dict[str, Any]) -> Service:
    return set_service_contact(actor, service.pk, **data)


def _money(data: dict[str, Any]) -> Money:
    return Money(
        paid_by=data["paid_by"], amount_pence=data["amount"], paid_on=data["paid_on"], places=data.get("places", 0),
        order_number=data["order_number"], receipt_to=data["receipt_to"],
    )  # fmt: skip


def _pay(actor: Member, service: Service, data: dict[str, Any]) -> Payment:
    year = date.fromisoformat(data["year"])
    return record_payment(actor, service=service, year=year, money=_money(data), idempotency_key=data["key"])


def pay_for_member(actor: Member, member: Member, data: dict[str, Any]) -> Payment:
    year = date.fromisoformat(data["year"])
    return record_payment(actor, member=member, year=year, money=_money(data), idempotency_key=data["key"])


def _end(actor: Member, place: Membership, data: dict[str, Any]) -> Membership:
    successor = Successor(data["address"], data["first_name"], data["last_name"]) if data["address"] else None
    return end_membership_on(
        actor, place.pk, last_day=data["last_day"], reason=data["reason"], version=data["version"],
        successor=successor, new_lead_id=int(data["new_lead"]) if data.get("new_lead") else None,
    )  # fmt: skip


def _tier(actor: Member, place: Membership, data: dict[str, Any]) -> Membership:
    return change_tier(actor, place.pk, **data)


SERVICE_ACTS = {
    "payment": Act(
        Words(
            "Record a payment",
            "The receipt is mailed at once, and all places are settled. A mistake is taken back on the service’s page.",
            "Record the payment",
        ), desk_people.PaymentForm, _pay, "The payment is recorded.",
    ),
    "lead": Act(
        Words(
            "Name the lead", "The lead looks after the service’s record and its places, and is asked to renew.",
            "Name the lead",
        ), desk.LeadForm, _lead, "The lead is named.",
    ),
    "rename": Act(
        Words(
            "Rename", "Old links lead on. What was posted before keeps the name of its day.", "Rename",
        ), desk.RenameForm, _rename, "The service has its new name.",
    ),
    "contact": Act(
        Words(
            "Contact who is no member", "Seen by the secretariat alone, on these pages and nowhere else.", "Save",
        ), desk.ContactForm, _contact, "The contact is saved.",
    ),
    "move": Act(
        Words(
            "Move to another region",
            "Its members read and post in the new region from then on, and no longer in the old one.",
            "Move it", warns=True,
        ), desk.MoveForm, _move, "The service has moved.",
    ),
    "merge": Act(
        Words(
            "Merge into another service",
            "Its members, authorities, invitations and what was paid move to the other service. Nobody’s membership is "
            "made anew. This service is closed, and its page leads on to the other.",
            "Merge it", warns=True,
        ), desk.MergeForm, _merge, "The services are merged.",
    ),
    "split": Act(
        Words(
            "Split", "Some of its authorities and members form a new service, in the same region and paid for as long.",
            "Split it", warns=True,
        ), desk.SplitForm, _split, "The new service is there.",
    ),
}  # fmt: skip
MEMBERSHIP_ACTS = {
    "end": Act(
        Words(
            "Give it a last day",
            "Access ends by itself when the day is over. Posts stay under the member’s name.",
            "Record the last day", warns=True,
        ), desk_people.EndForm, _end, "The last day is recorded, and the member is told.",
    ),
    "tier": Act(
        Words(
            "Tier, job title, who pays", "The membership itself stays, with its dates.", "Save",
        ), desk_people.TierForm, _tier, "The membership is changed.",
    ),
}  # fmt: skip
