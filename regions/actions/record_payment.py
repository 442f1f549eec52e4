"""The secretariat records money that came for a subscription."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import PaymentRecorded
from regions.locking import locked_service
from regions.models import Payment, Service, Subscription
from regions.payment import settle_places, subscription_year
from regions.permissions import Reason, can_manage_memberships


@dataclass(frozen=True)
class Money:
    """What the remittance says. `places`: second-tier places of the whole year, from this payment on."""

    paid_by: str
    amount_pence: int
    paid_on: date
    order_number: str = ""
    places: int = 0
    receipt_to: str = ""


@transaction.atomic
def record_payment(
    actor: Actor, *, service: Service | None = None, member: Member | None = None, year: date, money: Money,
    idempotency_key: str,
) -> Payment:  # fmt: skip
    """Pay the subscription year that the day `year` falls in, of one service or one member. The receipt is mailed.

    A year that is there already is paid on: more places, the rest of the sum. The same key again gives the same row.
    """
    if (service is None) == (member is None):
        raise ValueError("a payment is for one service or for one member")
    if service is not None:
        locked_service(service.pk)
    else:
        Member.objects.select_for_update().get(pk=member.pk)  # type: ignore[union-attr]
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    earlier = Payment.objects.filter(idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    starts, ends = subscription_year(year)
    places = money.places if service is not None else 0
    subscription, _ = Subscription.objects.update_or_create(
        service=service, member=member, starts=starts, defaults={"ends": ends, "places": places, "void": False}
    )
    payment = Payment.objects.create(
        subscription=subscription, paid_by=money.paid_by, order_number=money.order_number, places=places,
        amount_pence=money.amount_pence, paid_on=money.paid_on, receipt_to=money.receipt_to,
        recorded_by=actor, idempotency_key=idempotency_key,
    )  # fmt: skip
    settle_places(service=service, member=member)
    write_entry(
        "record_payment", actor_id=actor_id(actor), subject=f"payment {payment.pk}",
        member_id=member.pk if member else None, network_id=service.region_id if service else None,
        details={"subscription": subscription.pk, "pence": money.amount_pence, "starts": str(starts), "places": places},
    )  # fmt: skip
    record(PaymentRecorded(payment_id=payment.pk))
    return payment
