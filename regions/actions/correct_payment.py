"""The secretariat takes back a payment that was entered by mistake."""

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from audit.write import write_entry
from outbox.record import record
from regions.acting import Actor, actor_id, require_of
from regions.events import PaymentCorrected
from regions.locking import locked_service
from regions.models import Payment, Subscription
from regions.payment import settle_places
from regions.permissions import Reason, can_manage_memberships, require


@transaction.atomic
def correct_payment(actor: Actor, payment_id: int) -> Payment:
    """Enter a second row that takes the first one back, and settle the places as if it had never come."""
    payment = Payment.objects.select_related("subscription__service", "subscription__member").get(pk=payment_id)
    year = payment.subscription
    if year.service is not None:
        locked_service(year.service.pk)
    elif year.member is not None:
        Member.objects.select_for_update().get(pk=year.member.pk)
    require_of(actor, can_manage_memberships, Reason.NOT_THE_SECRETARIAT)
    done = Payment.objects.filter(corrects=payment).exists()
    require(not done and payment.corrects_id is None, Reason.ALREADY_DECIDED)
    correction = Payment.objects.create(
        subscription=year, paid_by=payment.paid_by, order_number=payment.order_number, places=payment.places,
        amount_pence=payment.amount_pence, paid_on=payment.paid_on, receipt_to=payment.receipt_to,
        recorded_by=actor, idempotency_key=f"correction:{payment.pk}", corrects=payment,
    )  # fmt: skip
    _fall_back(year)
    settle_places(service=year.service, member=year.member)
    write_entry(
        "correct_payment", actor_id=actor_id(actor), subject=f"payment {payment.pk}", member_id=year.member_id,
        network_id=year.service.region_id if year.service else None,
        details={"correction": correction.pk, "subscription": year.pk, "pence": payment.amount_pence},
    )  # fmt: skip
    record(PaymentCorrected(payment_id=payment.pk))
    return correction


def _fall_back(year: Subscription) -> None:
    """The year has the places of the latest payment that still stands, and those that came since then with a service
    that was merged into this one: these were paid for there. With neither it pays for nobody.
    """
    standing = year.payments.filter(corrects=None, correction=None).order_by("-recorded", "-pk").first()
    since = standing.recorded if standing is not None else None
    came = [places for at, places in year.merged if since is None or datetime.fromisoformat(at) > since]
    year.void = standing is None and not came
    year.places = (standing.places if standing is not None else 0) + sum(came)
    year.save(update_fields=["void", "places"])
