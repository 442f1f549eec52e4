"""What waits for the secretariat, and the lists that it works with."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import AddressHelp, AddressRequest
from regions.facts import in_force, without_representative
from regions.models import Application, Membership, Network, Service, Volunteer
from regions.places import Places, not_over, places_of_all
from regions.status import Word, with_word


@dataclass(frozen=True)
class Waiting:
    """One line of «needs you»: how many, of what, and the page (a url name with its query) that deals with them."""

    count: int
    one: str
    many: str
    page: str
    query: str = ""

    @property
    def link(self) -> str:
        """Empty while no page of that name is mounted."""
        try:
            return reverse(self.page) + (f"?{self.query}" if self.query else "")
        except NoReverseMatch:
            return ""

    @property
    def words(self) -> str:
        return f"{self.count} {self.one if self.count == 1 else self.many}"


def things_waiting(*, today: date | None = None) -> list[Waiting]:
    """What needs the secretariat, the most pressing first; lines with nothing in them are left out."""
    today = today or timezone.localdate()
    places, services = Membership.objects.all(), Service.objects.filter(closed=None)
    vacant = Network.objects.filter(without_representative(today), kind=Network.Kind.REGION, closed=None)
    offers = Volunteer.objects.filter(outcome=Volunteer.Outcome.WAITING)
    applications = Application.objects.filter(state=Application.State.WAITING)
    rows = [
        Waiting(applications.count(), "application waits", "applications wait", "applications"),
        Waiting(
            AddressHelp.objects.filter(state=AddressHelp.State.WAITING).count(), "member has lost their address",
            "members have lost their address", "secretariat_address_help",
        ),
        Waiting(
            AddressRequest.objects.filter(state=AddressRequest.State.WAITING).count(), "new address waits for a yes",
            "new addresses wait for a yes", "address_requests",
        ),
        Waiting(
            places.filter(with_word(Word.DUE, today)).count(), "membership is to be renewed",
            "memberships are to be renewed", "secretariat_members", "status=due",
        ),
        Waiting(
            places.filter(with_word(Word.LAPSED, today)).count(), "membership has lapsed", "memberships have lapsed",
            "secretariat_members", "status=lapsed",
        ),
        Waiting(
            places.filter(never_paid(today)).count(), "membership has no payment", "memberships have no payment",
            "secretariat_members", "status=unpaid",
        ),
        Waiting(
            services.filter(without_lead(today), has_member(today)).count(), "service with members has no lead",
            "services with members have no lead", "secretariat_services", "show=lead",
        ),
        Waiting(
            services.filter(~has_member(today)).count(), "service has no member", "services have no member",
            "secretariat_services", "show=member",
        ),
        Waiting(vacant.count(), "region has no representative", "regions have no representative", "secretariat_terms"),
        Waiting(
            offers.count(), "member would represent a region", "members would represent a region", "secretariat_terms"
        ),
    ]  # fmt: skip
    rows += [Waiting(*import_string(path)()) for path in settings.DESK_WAITS]
    return [row for row in rows if row.count]


def never_paid(today: date) -> Q:
    """Memberships in force that no subscription ever covered, honorary ones apart."""
    return Q(in_force(today), paid_to=None) & ~Q(tier=Membership.Tier.HONORARY) & ~Q(status=Membership.Status.ENDED)


def without_lead(today: date) -> Q:
    """Services whose lead is missing, or has left."""
    here = Membership.objects.filter(in_force(today), service=OuterRef("pk"), member=OuterRef("lead"))
    return Q(lead=None) | Q(~Exists(here.exclude(status=Membership.Status.ENDED)))


def has_member(today: date) -> Q:
    return Q(Exists(Membership.objects.filter(in_force(today), not_over(today), service=OuterRef("pk"))))


def members_list(*, words: str = "", region: str = "", tier: str = "", status: str = "", today: date) -> QuerySet:
    """Places with their members, by name; each word has to be in the name, the address or the service's name."""
    rows = Membership.objects.select_related("member", "service__region")
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(member__first_name__icontains=word) | Q(member__last_name__icontains=word)
            | Q(member__email__icontains=word) | Q(service__name__icontains=word)
        )  # fmt: skip
    if region:
        rows = rows.filter(service__region__slug=region)
    if tier in Membership.Tier.values:
        rows = rows.filter(tier=tier)
    if status in Word.__members__.values():
        rows = rows.filter(with_word(Word(status), today))
    elif status == "unpaid":
        rows = rows.filter(never_paid(today))
    elif status != "all":
        rows = rows.exclude(with_word(Word.ENDED, today))
    return rows.order_by("member__last_name", "member__first_name", "pk")


def services_list(*, words: str = "", region: str = "", show: str = "", today: date) -> QuerySet:
    """Services with the last day that each has paid for, by name."""
    rows = Service.objects.select_related("region", "lead")
    rows = rows.annotate(paid_to=Max("subscriptions__ends", filter=Q(subscriptions__void=False)))
    for word in words.split()[:6]:
        rows = rows.filter(name__icontains=word)
    if region:
        rows = rows.filter(region__slug=region)
    conditions = {
        "lead": without_lead(today) & has_member(today),
        "member": ~has_member(today),
        "closed": ~Q(closed=None),
    }
    rows = rows.filter(conditions.get(show, Q()))
    return (rows if show == "closed" else rows.filter(closed=None)).order_by("name")


@dataclass(frozen=True)
class ServiceRow:
    service: Service
    places: Places


def with_places(services: list[Service], *, today: date) -> list[ServiceRow]:
    found = places_of_all([service.pk for service in services], today=today)
    return [ServiceRow(service, found[service.pk]) for service in services]


def counts(*, today: date) -> dict[str, int]:
    """How the association stands: people with a place today, and services with at least one."""
    here = Membership.objects.filter(in_force(today), not_over(today))
    services = Service.objects.filter(closed=None)
    return {
        "members": here.values("member_id").distinct().count(),
        "full": here.filter(tier=Membership.Tier.FULL).count(),
        "second": here.filter(tier=Membership.Tier.SECOND).count(),
        "services": services.count(),
        "with_member": services.filter(has_member(today)).count(),
    }
