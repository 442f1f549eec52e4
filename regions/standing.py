"""What a member is today: one query gathers the facts that every permission is decided on."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone

from accounts.models import Member
from regions.facts import Fact, facts_of
from regions.models import Network, Office


class State(StrEnum):
    """What a person's memberships come to, the best of them first."""

    CURRENT = "current"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    NONE = "none"


@dataclass(frozen=True)
class Standing:
    """The facts about one person that the rules ask for."""

    member_id: int | None = None
    state: State = State.NONE
    region_ids: frozenset[int] = field(default_factory=frozenset)
    group_ids: frozenset[int] = field(default_factory=frozenset)
    represents: frozenset[int] = field(default_factory=frozenset)
    group_terms: frozenset[int] = field(default_factory=frozenset)
    covers: frozenset[int] = field(default_factory=frozenset)
    service_ids: frozenset[int] = field(default_factory=frozenset)
    leads: frozenset[int] = field(default_factory=frozenset)
    is_officer: bool = False
    is_secretariat: bool = False

    @property
    def represents_a_region(self) -> bool:
        return bool(self.represents - self.group_terms)

    @property
    def is_executive(self) -> bool:
        """The officers and the representatives of regions. Who looks after a group is not of the executive."""
        return self.state is State.CURRENT and (self.is_officer or self.represents_a_region)


OUTSIDER = Standing()


def standing_of(member: Member | None, *, today: date | None = None) -> Standing:
    """Gather the member's standing. One query; dates are UK dates."""
    if member is None or not member.is_authenticated or not member.is_active:
        return OUTSIDER
    return standings_of([member.pk], today=today)[member.pk]


def member_standing(member: Member | None) -> Standing:
    """The member's standing, gathered once for each member object: a request asks for it many times."""
    if member is None or not member.is_authenticated:
        return standing_of(None)
    known: Standing | None = getattr(member, "_standing", None)
    if known is None:
        known = member._standing = standing_of(member)  # type: ignore[attr-defined]
    return known


def give_standings(members: list[Member]) -> None:
    """`member_standing` of these members need not ask, as they are asked for together. One query."""
    standings = standings_of(list({member.pk for member in members})) if members else {}
    for member in members:
        member._standing = standings[member.pk]  # type: ignore[attr-defined]


def remember_standing(member: Member, facts: list[Fact]) -> None:
    """Facts that came together with the member: `member_standing` need not ask for them."""
    found = _gathered([member.pk], facts)[member.pk] if member.is_active else OUTSIDER
    member._standing = found  # type: ignore[attr-defined]


def stand_in(member_id: int, standing: Standing) -> Member:
    """Nobody but a number and a standing: for making a statement that depends on these alone."""
    member = Member(pk=member_id)
    member._standing = standing  # type: ignore[attr-defined]
    return member


def standings_of(member_ids: list[int], *, today: date | None = None) -> dict[int, Standing]:
    """The same for many people, in one query."""
    return _gathered(member_ids, facts_of(member_ids, today or timezone.localdate()))


def _gathered(member_ids: list[int], facts: list[Fact]) -> dict[int, Standing]:
    gathered: dict[int, list[tuple[str, str, int, int]]] = {pk: [] for pk in member_ids}
    uncovered: set[int] = set()
    for fact, member_id, word, where, also in facts:
        if fact == "uncovered":
            uncovered.add(where)
        else:
            gathered[member_id].append((fact, word, where, also))
    return {pk: _standing(pk, rows, uncovered) for pk, rows in gathered.items()}


def _standing(member_id: int, rows: list[tuple[str, str, int, int]], uncovered: set[int]) -> Standing:
    states: list[State] = []
    regions, groups, represents, group_terms, covers, offices, services, leads = (set[Any]() for _ in range(8))
    for fact, word, where, also in rows:
        if fact == "membership":
            states.append(State(word))
            regions.add(where)
            services.add(also)
        elif fact == "place":
            groups.add(where)
        elif fact == "represents":
            represents.add(where)
            if word == Network.Kind.GROUP:
                group_terms.add(where)
        elif fact == "covers":
            covers.add(where)
        elif fact == "leads":
            leads.add(where)
        else:
            offices.add(word)
    is_officer = bool(offices - {Office.Name.SECRETARIAT})
    # A suspension holds whatever else a person has: nobody reads on through a second place.
    order = (State.SUSPENDED, State.CURRENT, State.LAPSED)
    return Standing(
        member_id=member_id,
        state=next((state for state in order if state in states), State.NONE),
        region_ids=frozenset(regions),
        group_ids=frozenset(groups),
        represents=frozenset(represents),
        group_terms=frozenset(group_terms),
        covers=frozenset(covers | uncovered if is_officer else covers),
        service_ids=frozenset(services),
        leads=frozenset(leads & services),
        is_officer=is_officer,
        is_secretariat=Office.Name.SECRETARIAT in offices,
    )
