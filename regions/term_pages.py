"""What the pages about terms show."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Absence, Network, Office, Representation, Volunteer
from regions.permissions import is_acting_officer
from regions.standing import standing_of

SOON = timedelta(days=60)


@dataclass(frozen=True)
class TermRow:
    """A term that holds or is to come."""

    term: Representation
    away_until: date | None
    ends_soon: bool
    to_come: bool


@dataclass(frozen=True)
class NetworkRow:
    network: Network
    terms: list[TermRow]
    offers: list[Volunteer]

    @property
    def vacant(self) -> bool:
        return all(row.to_come for row in self.terms)


def networks_with_terms(*, only: Network | None = None, today: date | None = None) -> list[NetworkRow]:
    """Regions and groups that are open, with terms, days away and offers. Four queries, however many there are."""
    today = today or timezone.localdate()
    networks = Network.objects.filter(kind__in=(Network.Kind.REGION, Network.Kind.GROUP), closed=None)
    networks = networks.filter(pk=only.pk) if only is not None else networks
    rows = Representation.objects.filter(Q(ends=None) | Q(ends__gte=today), network__in=networks)
    rows = rows.select_related("member", "follows__member").order_by("starts", "pk")
    away = dict(Absence.objects.filter(starts__lte=today, ends__gte=today).values_list("member_id", "ends"))
    terms: dict[int, list[TermRow]] = {}
    for term in rows:
        soon = term.ends is not None and term.ends <= today + SOON
        terms.setdefault(term.network_id, []).append(TermRow(term, away.get(term.member_id), soon, term.starts > today))
    offers: dict[int, list[Volunteer]] = {}
    waiting = Volunteer.objects.filter(outcome=Volunteer.Outcome.WAITING, network__in=networks)
    for offer in waiting.select_related("member").order_by("offered"):
        offers.setdefault(offer.network_id, []).append(offer)
    return [
        NetworkRow(network, terms.get(network.pk, []), offers.get(network.pk, []))
        for network in networks.select_related("covered_by")
    ]


@dataclass(frozen=True)
class OfficeRow:
    """An office with who holds it, and who is to."""

    name: str
    label: str
    holders: list[Office]


def offices(*, today: date | None = None) -> list[OfficeRow]:
    """Each office, held or vacant. One query."""
    today = today or timezone.localdate()
    rows = Office.objects.filter(Q(ends=None) | Q(ends__gte=today)).select_related("member").order_by("starts", "pk")
    held: dict[str, list[Office]] = {}
    for row in rows:
        held.setdefault(row.name, []).append(row)
    return [OfficeRow(value, label, held.get(value, [])) for value, label in Office.Name.choices]


def officer_for(name: str, *, today: date | None = None) -> Member | None:
    """Who holds this office of the executive today and may act; the latest, if there should be two."""
    held = Office.objects.filter(in_force(today or timezone.localdate()), name=name, member__is_active=True)
    found = held.exclude(name=Office.Name.SECRETARIAT).select_related("member").order_by("-starts", "-pk").first()
    return found.member if found and is_acting_officer(standing_of(found.member, today=today)) else None
