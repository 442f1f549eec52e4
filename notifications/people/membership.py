"""Letters about memberships: what was paid, who got or lost a place, who is suspended, what ends."""

from django.utils import timezone

from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.models import Notification
from notifications.people.words import day, pounds
from regions.events import (
    ColleagueAdded,
    ColleagueRemoved,
    MembershipEndSet,
    MembershipSuspended,
    PaymentCorrected,
    PaymentRecorded,
    SuspensionLifted,
)
from regions.models import Membership, Payment
from regions.status import Word, word_of

About = ColleagueRemoved | MembershipEndSet | MembershipSuspended | SuspensionLifted


def notify_of_membership(event: About, event_id: int) -> None:
    """That something has changed; what it is stands in the letter, and on the page of one's membership."""
    place = _place(event.membership_id)
    if place is not None:
        tell([place.member_id], event_id, Notification.Kind.MEMBERSHIP, thing=place.pk)


def write_receipt(event: PaymentRecorded, event_id: int) -> None:
    payment = _payment(event.payment_id)
    if payment is not None and payment.receipt_to:
        write_letter("receipt", address=payment.receipt_to, key=f"receipt:{payment.pk}", context=_sum(payment))


def withdraw_receipt(event: PaymentCorrected, event_id: int) -> None:
    payment = _payment(event.payment_id)
    if payment is not None and payment.receipt_to:
        write_letter(
            "receipt_withdrawn", address=payment.receipt_to, key=f"receipt-withdrawn:{payment.pk}",
            context=_sum(payment),
        )  # fmt: skip


def welcome_colleague(event: ColleagueAdded, event_id: int) -> None:
    place = _place(event.membership_id)
    if place is not None:
        lead = place.service.lead.full_name if place.service.lead else ""
        _write("welcome_colleague", place, lead=lead, region=place.service.region.name)


def write_place_removed(event: ColleagueRemoved, event_id: int) -> None:
    place = _place(event.membership_id)
    if place is not None and place.ends is not None:
        _write("place_removed", place, key=f"place-removed:{event_id}", at_once=_is_over(place), reason=place.reason)


def write_membership_ends(event: MembershipEndSet, event_id: int) -> None:
    place = _place(event.membership_id)
    if place is not None and place.ends is not None:
        _write(
            "membership_ends", place, key=f"membership-ends:{event_id}", at_once=_is_over(place), reason=place.reason
        )


def write_suspended(event: MembershipSuspended, event_id: int) -> None:
    place = _place(event.membership_id)
    if place is not None and place.status == Membership.Status.SUSPENDED:
        _write(
            "suspended",
            place,
            key=f"suspended:{event_id}",
            reason=place.reason,
            until=day(place.suspended_until),
            place_id=place.pk,
        )


def write_suspension_lifted(event: SuspensionLifted, event_id: int) -> None:
    place = _place(event.membership_id)
    if place is not None:
        _write("suspension_lifted", place, key=f"suspension-lifted:{event_id}")


def _write(template: str, place: Membership, *, key: str = "", **more: object) -> None:
    context = {"service": place.service.name, "ends": day(place.ends), "paid_to": day(place.paid_to)} | more
    write_letter(template, member=place.member, key=key or f"{template}:{place.pk}", context=context)


def _is_over(place: Membership) -> bool:
    return word_of(place, timezone.localdate()) is Word.ENDED


def _place(pk: int) -> Membership | None:
    found = Membership.objects.select_related("member", "service__region", "service__lead")
    return found.filter(pk=pk, member__is_active=True).first()


def _payment(pk: int) -> Payment | None:
    return Payment.objects.select_related("subscription__service", "subscription__member").filter(pk=pk).first()


def _sum(payment: Payment) -> dict[str, object]:
    year = payment.subscription
    return {
        "number": payment.pk, "amount": pounds(payment.amount_pence), "paid_on": day(payment.paid_on),
        "order_number": payment.order_number, "starts": day(year.starts), "ends": day(year.ends),
        "places": payment.places, "for": str(year.service or year.member), "is_service": year.service_id is not None,
    }  # fmt: skip
