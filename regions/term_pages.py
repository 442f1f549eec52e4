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
    away = _away(today)
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


def _away(today: date) -> dict[int, date]:
    """Who is away today, and until when."""
    return dict(Absence.objects.filter(in_force(today)).values_list("member_id", "ends"))


@dataclass(frozen=True)
class OfficeTerm:
    """Who holds an office or is to, and until when they are away."""

    term: Office
    away_until: date | None
    to_come: bool

    @property
    def undoable(self) -> bool:
        """It was handed over to them, and they have not begun."""
        return self.to_come and self.term.follows_id is not None


@dataclass(frozen=True)
class OfficeRow:
    """An office with who holds it, and who is to."""

    name: str
    label: str
    holders: list[OfficeTerm]

    @property
    def present(self) -> list[OfficeTerm]:
        return [one for one in self.holders if not one.to_come]


def offices(*, today: date | None = None) -> list[OfficeRow]:
    """Each office, held or vacant. Two queries."""
    today = today or timezone.localdate()
    rows = Office.objects.filter(Q(ends=None) | Q(ends__gte=today)).order_by("starts", "pk")
    away = _away(today)
    held: dict[str, list[OfficeTerm]] = {}
    for row in rows.select_related("member", "follows__member"):
        held.setdefault(row.name, []).append(OfficeTerm(row, away.get(row.member_id), row.starts > today))
    return [OfficeRow(value, label, held.get(value, [])) for value, label in Office.Name.choices]


@dataclass(frozen=True)
class OwnTerm:
    """A term that somebody holds today, and who follows if it was handed over: their term has not begun."""

    term: Representation | Office
    handed_to: Representation | Office | None

    @property
    def key(self) -> str:
        """Names it among the forms of one page."""
        return f"{'office' if isinstance(self.term, Office) else 'region'}-{self.term.pk}"


def own_terms(member: Member, *, today: date | None = None) -> list[OwnTerm]:
    """What this person represents, then their offices; the secretariat is none. Four queries."""
    today = today or timezone.localdate()
    held: list[Representation | Office] = [
        *member.representations.filter(in_force(today)).select_related("network").order_by("network__name", "pk"),
        *member.offices.filter(in_force(today)).exclude(name=Office.Name.SECRETARIAT).order_by("pk"),
    ]
    later: dict[tuple[type, int | None], Representation | Office] = {}
    for model in (Representation, Office):
        rows = model.objects.filter(follows__in=[term for term in held if isinstance(term, model)], starts__gt=today)
        later |= {(model, row.follows_id): row for row in rows.select_related("member")}
    return [OwnTerm(term, later.get((type(term), term.pk))) for term in held]


def away_until(member: Member, *, today: date | None = None) -> date | None:
    """The last of the days on which this person is away, if today is one of them."""
    rows = member.absences.filter(in_force(today or timezone.localdate()))
    return rows.order_by("-ends").values_list("ends", flat=True).first()


def officer_for(name: str, *, today: date | None = None) -> Member | None:
    """Who holds this office of the executive today and may act; the latest, if there should be two."""
    held = Office.objects.filter(in_force(today or timezone.localdate()), name=name, member__is_active=True)
    found = held.exclude(name=Office.Name.SECRETARIAT).select_related("member").order_by("-starts", "-pk").first()
    return found.member if found and is_acting_officer(standing_of(found.member, today=today)) else None
