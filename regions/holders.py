"""Who holds a subscription, and so renews it: a service's lead, or the member who pays individually."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from accounts.models import Member
from regions.models import Membership, Service, Subscription
from regions.payment import lapses_after
from regions.places import not_over
from regions.status import soon


@dataclass(frozen=True)
class Holder:
    """One subscription that runs out: `service` or `member` has paid to that day and not beyond."""

    paid_to: date
    service: Service | None = None
    member: Member | None = None

    @property
    def lapses(self) -> date:
        return lapses_after(self.paid_to)

    @property
    def key(self) -> str:
        return f"service-{self.service.pk}" if self.service else f"member-{self.member.pk if self.member else 0}"

    def renewers(self, today: date) -> list[Member]:
        """Who is asked to renew; nobody, where a service has no lead and no full member."""
        if self.service is not None:
            return renewers_of(self.service, today=today)
        return [self.member] if self.member else []


def renewing_soon(today: date) -> list[Holder]:
    """Those who have not paid beyond the reach of the first reminder, until a month after the lapse."""
    lapsed_a_month = today.toordinal() - settings.GRACE_DAYS - 31
    first, last = date.fromordinal(lapsed_a_month), soon(today)
    years = Subscription.objects.order_by().filter(void=False)
    services = dict(years.filter(service__closed=None).values_list("service_id").annotate(to=Max("ends")))
    members = dict(years.filter(service=None).values_list("member_id").annotate(to=Max("ends")))
    found_services = Service.objects.select_related("lead").in_bulk([pk for pk in services if pk])
    found_members = Member.objects.filter(is_active=True).in_bulk([pk for pk in members if pk])
    rows = [Holder(services[pk], service=found_services[pk]) for pk in sorted(found_services)]
    covered = _paid_otherwise(set(found_members), today)
    rows += [
        Holder(members[pk], member=found_members[pk])
        for pk in sorted(found_members)
        if pk in covered and covered[pk] <= members[pk]
    ]
    return [row for row in rows if first <= row.paid_to <= last]


def _paid_otherwise(member_ids: set[int], today: date) -> dict[int, date]:
    """Until when the places of these members are paid for, whoever pays; nothing for who has no place any more."""
    places = Membership.objects.order_by().filter(not_over(today), member_id__in=member_ids, paid_to__isnull=False)
    return dict(places.values_list("member_id").annotate(to=Max("paid_to")))


def renewers_of(service: Service, *, today: date | None = None) -> list[Member]:
    """Who is asked to renew for a service: its lead, while they are here; else its full members; else nobody, and the
    secretariat has to ask around.
    """
    today = today or timezone.localdate()
    here = Membership.objects.filter(not_over(today), service=service, starts__lte=today, member__is_active=True)
    places = list(here.select_related("member").order_by("starts", "pk"))
    lead = [place.member for place in places if place.member_id == service.lead_id]
    return lead[:1] or [place.member for place in places if place.tier == Membership.Tier.FULL]
