"""Who looks after a network today: its representatives, else who covers, else the executive."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Value
from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Absence, Network, Office, Representation
from regions.rights_changed import rights_changed

OFFICERS = 0  # the place of no network
LOCAL = (Network.Kind.REGION, Network.Kind.GROUP)


@dataclass(frozen=True)
class Term:
    """A representative in office, and to when they are away."""

    member: Member
    ends: date | None
    away_until: date | None = None


@dataclass(frozen=True)
class LookedAfter:
    """`covering` are the people who step in while nobody of the network's own is there; `by` names the network that
    they come from, and is empty where it is the executive.
    """

    network: Network
    terms: list[Term] = field(default_factory=list)
    covering: list[Member] = field(default_factory=list)
    by: Network | None = None

    @property
    def vacant(self) -> bool:
        """Nobody in office: somebody may volunteer. Days away are no vacancy."""
        return not self.terms

    @property
    def covered(self) -> bool:
        return self.network.kind in LOCAL and all(term.away_until for term in self.terms)


def looked_after(network: Network, *, today: date | None = None) -> LookedAfter:
    """For a page about the network. One query, and the network that covers it if it was not fetched with it."""
    today = today or timezone.localdate()
    rows = _carers(network, today)
    terms = [term for term, where in rows if where == network.pk]
    found = LookedAfter(network, terms)
    if not found.covered:
        return found
    present = [term.member for term, where in rows if where == network.covered_by_id and not term.away_until]
    if present:
        return LookedAfter(network, terms, present, network.covered_by)
    officers = [term for term, where in rows if where == OFFICERS]
    there = [term for term in officers if not term.away_until] or officers
    return LookedAfter(network, terms, list({term.member: None for term in there}))


def terms_of(network: Network, today: date) -> list[Term]:
    return [term for term, where in _carers(network, today) if where == network.pk]


def _carers(network: Network, today: date) -> list[tuple[Term, int]]:
    """Who represents the network today, who the one that covers it, and the officers; in one query. With each the
    network that they represent, and `OFFICERS` for these.
    """
    active = Member.objects.filter(is_active=True).order_by()
    away = Absence.objects.filter(in_force(today), member_id=OuterRef("pk")).order_by("-ends").values("ends")[:1]
    terms = active.filter(
        representations__in=Representation.objects.filter(
            in_force(today), network_id__in=[network.pk, network.covered_by_id or network.pk]
        )
    ).annotate(
        where=F("representations__network_id"), since=F("representations__starts"), term=F("representations__pk"),
        until=F("representations__ends"), away=Subquery(away),
    )  # fmt: skip
    officers = active.filter(
        offices__in=Office.objects.filter(in_force(today)).exclude(name=Office.Name.SECRETARIAT)
    ).annotate(
        where=Value(OFFICERS, BigIntegerField()), since=F("offices__starts"), term=F("offices__pk"),
        until=F("offices__ends"), away=Subquery(away),
    )  # fmt: skip
    rows: list[Any] = sorted(terms.union(officers, all=True), key=lambda row: (row.since, row.term))
    return [(Term(row, row.until, row.away), row.where) for row in rows]


def cover_changes(networks: Q) -> None:
    """Who steps in for these networks, or no longer does, must ask for their rights again. In the action, last."""
    covers = Network.objects.filter(networks).exclude(covered_by=None).values("covered_by")
    held = in_force(timezone.localdate())
    people = set(Representation.objects.filter(held, network__in=covers).values_list("member_id", flat=True))
    officers = Office.objects.filter(held).exclude(name=Office.Name.SECRETARIAT)
    for member_id in sorted(people | set(officers.values_list("member_id", flat=True))):
        rights_changed(member_id)
