"""Who looks after a network today: its representatives, else who covers, else the executive."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from regions.facts import in_force
from regions.models import Absence, Network, Office, Representation
from regions.rights_changed import rights_changed

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
    """For a page about the network. Two queries, and two more while somebody steps in."""
    today = today or timezone.localdate()
    terms = terms_of(network, today)
    found = LookedAfter(network, terms)
    if not found.covered:
        return found
    cover = network.covered_by
    present = [term.member for term in terms_of(cover, today) if not term.away_until] if cover else []
    if present:
        return LookedAfter(network, terms, present, cover)
    held = Office.objects.filter(in_force(today), member__is_active=True).exclude(name=Office.Name.SECRETARIAT)
    return LookedAfter(network, terms, list({row.member: None for row in held.select_related("member").order_by("pk")}))


def terms_of(network: Network, today: date) -> list[Term]:
    held = network.representations.filter(in_force(today), member__is_active=True)
    rows = list(held.select_related("member").order_by("starts", "pk"))
    away = Absence.objects.filter(in_force(today), member_id__in=[row.member_id for row in rows])
    until = dict(away.order_by("ends").values_list("member_id", "ends")) if rows else {}
    return [Term(row.member, row.ends, until.get(row.member_id)) for row in rows]


def cover_changes(networks: Q) -> None:
    """Who steps in for these networks, or no longer does, must ask for their rights again. In the action, last."""
    covers = Network.objects.filter(networks).exclude(covered_by=None).values("covered_by")
    held = in_force(timezone.localdate())
    people = set(Representation.objects.filter(held, network__in=covers).values_list("member_id", flat=True))
    officers = Office.objects.filter(held).exclude(name=Office.Name.SECRETARIAT)
    for member_id in sorted(people | set(officers.values_list("member_id", flat=True))):
        rights_changed(member_id)
