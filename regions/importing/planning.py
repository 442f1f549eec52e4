"""What a file would change: every wish compared with what is there. Writes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Member
from regions.importing.compare import Change, Kind, compare
from regions.importing.reading import read_sheet
from regions.importing.room import beyond_places
from regions.importing.services import ServiceFinder
from regions.importing.wishes import Fault, Wish, understand
from regions.locking import locked_services
from regions.models import Membership

CHUNK = 500
Progress = Callable[[int, int], None]
__all__ = ["Change", "Kind", "Plan", "make_plan"]


class Count(StrEnum):
    FAULTS = "faults"


@dataclass
class Plan:
    """The changes of a file in its order, what is wrong with it, and how many rows it has."""

    rows: int
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def to_do(self) -> list[Change]:
        return [change for change in self.changes if change.kind.changes_something]

    @property
    def digest(self) -> str:
        """The same for the same changes: a plan that was shown is applied only if it comes out the same again."""
        said = [[change.row, change.kind, change.address, change.says] for change in self.to_do]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def counts(self) -> dict[str, int]:
        found = {kind.value: 0 for kind in Kind}
        for change in self.changes:
            found[change.kind.value] += 1
        return found | {Count.FAULTS.value: len({fault.row for fault in self.faults})}

    def as_json(self) -> dict[str, Any]:
        """For the import's row: what its page shows. Rows that change nothing are counted only."""
        shown = [change for change in self.changes if change.kind is not Kind.NOTHING]
        return {
            "digest": self.digest, "counts": self.counts(), "notices": self.notices,
            "changes": [change.as_json() for change in shown], "faults": [asdict(fault) for fault in self.faults],
        }  # fmt: skip


def make_plan(
    content: bytes, *, lock: bool = False, progress: Progress | None = None, today: date | None = None
) -> Plan:
    """Read the file and compare. With `lock` the services and places that it names are held until the end.

    Raises BadFile.
    """
    today = today or timezone.localdate()
    sheet = read_sheet(content)
    wishes, faults = understand(sheet, ServiceFinder())
    plan = Plan(len(sheet.rows), faults=faults, notices=list(sheet.notices))
    if lock:  # before their memberships, as everywhere
        locked_services(sorted({wish.service.pk for wish in wishes}))
    twice = _addresses_of_many_rows(wishes)
    done = plan.rows - len(wishes)
    for chunk in _chunks(wishes):
        known = Known(chunk, lock=lock)
        for wish in chunk:
            found = compare(wish, known.of(wish), others=twice.get(wish.address, []), today=today)
            if isinstance(found, Fault):
                plan.faults.append(found)
            else:
                plan.changes.append(found)
        done += len(chunk)
        if progress is not None:
            progress(done, plan.rows)
    beyond = beyond_places(plan.changes, today=today)
    without = {fault.row for fault in beyond}
    plan.changes = [change for change in plan.changes if change.row not in without]
    plan.faults += beyond
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


@dataclass(frozen=True)
class Person:
    """Whom a row may mean: the member of its address with their places, or somebody of that name in that service."""

    member: Member | None
    places: list[Membership]
    namesake: str = ""


class Known:
    """The people that some rows may mean. Three queries for all of them."""

    def __init__(self, wishes: list[Wish], *, lock: bool) -> None:
        addresses = {wish.address for wish in wishes}
        rows = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
        self.members = {row.email.lower(): row.user for row in rows}
        self.places: dict[int, list[Membership]] = {}
        places = Membership.objects.filter(member__in={member.pk for member in self.members.values()})
        places = places.select_related("service").order_by("starts", "pk")
        for place in places.select_for_update(of=("self",)) if lock else places:
            self.places.setdefault(place.member_id, []).append(place)
        self.namesakes = self._namesakes([wish for wish in wishes if wish.address not in self.members])

    def of(self, wish: Wish) -> Person:
        member = self.members.get(wish.address)
        if member is None:
            return Person(None, [], self.namesakes.get(_named(wish.who, wish.service.pk), ""))
        return Person(member, self.places.get(member.pk, []))

    def _namesakes(self, wishes: list[Wish]) -> dict[tuple[str, int], str]:
        """Addresses of members who have the name and the service of a row whose address nobody has."""
        services = {wish.service.pk for wish in wishes}
        there = Membership.objects.filter(service__in=services, member__is_active=True).select_related("member")
        there = there.exclude(status=Membership.Status.ENDED)
        return {_named(place.member.full_name, place.service_id): place.member.email for place in there}


def _named(name: str, service_id: int) -> tuple[str, int]:
    return " ".join(name.lower().split()), service_id


def _addresses_of_many_rows(wishes: list[Wish]) -> dict[str, list[Wish]]:
    found: dict[str, list[Wish]] = {}
    for wish in wishes:
        if not wish.says_ended:
            found.setdefault(wish.address, []).append(wish)
    return {address: rows for address, rows in found.items() if len(rows) > 1}


def _chunks(wishes: list[Wish]) -> Iterator[list[Wish]]:
    for start in range(0, len(wishes), CHUNK):
        yield wishes[start : start + CHUNK]
