"""The demo's money: most services have paid, with places left; one is to be renewed, one lapsed, one member pays."""

from datetime import date, timedelta

from accounts.models import Member
from regions.actions.record_payment import Money, record_payment
from regions.models import Membership, Service, Subscription
from regions.payment import settle_places, subscription_year

PLACES = (6, 4, 3, 8, 5)
LAPSED, TO_RENEW, PAYS_ALONE, UNPAID = "cumberland", "sunderland", "dele-ogundipe", ("dudley", "hull")


def load_subscriptions(members: dict[str, Member], today: date) -> None:
    """Heads lead their services; every other service pays as most do."""
    for place in Membership.objects.filter(tier=Membership.Tier.FULL).select_related("service"):
        Service.objects.filter(pk=place.service_id, lead=None).update(lead_id=place.member_id)
    alone = members[PAYS_ALONE]
    Membership.objects.filter(member=alone).update(through_service=False)
    services = Service.objects.filter(memberships__member__in=members.values()).distinct().order_by("pk")
    for turn, service in enumerate(services.exclude(slug__in=UNPAID).exclude(memberships__member=alone)):
        if service.slug == TO_RENEW:
            _runs_out(service, today)
        else:
            _paid(service, PLACES[turn % len(PLACES)], today - timedelta(days=365 * (service.slug == LAPSED)), turn)
    own = Money(paid_by="self", amount_pence=9500, paid_on=today, receipt_to=alone.email)
    record_payment(None, member=alone, year=today, money=own, idempotency_key=f"demo:{PAYS_ALONE}")


def _paid(service: Service, places: int, year: date, turn: int) -> None:
    used = service.memberships.filter(tier=Membership.Tier.SECOND).count()
    money = Money(
        paid_by="council", amount_pence=35000 + 9500 * places, order_number=f"PO {4100 + 7 * turn}",
        paid_on=min(year, subscription_year(year)[0] + timedelta(days=20 + turn)), places=max(places, used),
        receipt_to=f"payments@{service.slug}.council.example"[:254],
    )  # fmt: skip
    record_payment(None, service=service, year=year, money=money, idempotency_key=f"demo:{service.slug}")


def _runs_out(service: Service, today: date) -> None:
    """A year that began with the service's own first day, as some older ones do."""
    ends = today + timedelta(days=20)
    Subscription.objects.create(service=service, places=2, starts=ends - timedelta(days=364), ends=ends)
    settle_places(service=service, today=today)
