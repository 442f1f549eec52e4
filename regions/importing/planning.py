"""What a file would change: every wish compared with what is there. Writes nothing."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Member
from regions.importing.compare import Change, Kind, compare
from regions.importing.progress import Progress, Step, silently
from regions.importing.reading import read_sheet
from regions.importing.room import beyond_places
from regions.importing.services import ServiceFinder
from regions.importing.wishes import Fault, Wish, understand
from regions.locking import locked_services
from regions.models import Membership, Service

CHUNK = 500
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


@dataclass(frozen=True)
class Reading:
    """What a file wishes, compared with nothing yet: the long part, for which nothing need be locked."""

    content: bytes
    rows: int
    wishes: list[Wish]
    faults: list[Fault]
    notices: list[str]


def make_plan(content: bytes, *, progress: Progress = silently, today: date | None = None) -> Plan:
    """Read the file and compare. Raises BadFile."""
    return compare_file(read_file(content, progress=progress), progress=progress, today=today)


def read_file(content: bytes, *, progress: Progress = silently) -> Reading:
    """Raises BadFile."""
    sheet = read_sheet(content, progress=progress)
    wishes, faults = understand(sheet, ServiceFinder(), progress=progress)
    return Reading(content, len(sheet.rows), wishes, faults, list(sheet.notices))


def compare_file(
    read: Reading, *, lock: bool = False, progress: Progress = silently, today: date | None = None
) -> Plan:
    """With `lock` the services and places that it names are held until the end of the transaction, and a file whose
    services became others since it was read is read again.
    """
    today = today or timezone.localdate()
    if lock and _have_moved(read.wishes):
        read = read_file(read.content)
        _have_moved(read.wishes)
    wishes = read.wishes
    plan = Plan(read.rows, faults=list(read.faults), notices=list(read.notices))
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
        progress(Step.COMPARED, done, plan.rows)
    beyond = beyond_places(plan.changes, today=today)
    without = {fault.row for fault in beyond}
    plan.changes = [change for change in plan.changes if change.row not in without]
    plan.faults += beyond
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _have_moved(wishes: list[Wish]) -> bool:
    """Lock the services, before their memberships as everywhere: is one of them not what it was when it was read?"""
    known = {wish.service.pk: wish.service for wish in wishes}
    now = locked_services(sorted(known))
    return any(_state(service) != _state(known[pk]) for pk, service in now.items())


def _state(service: Service) -> tuple[object, ...]:
    return service.version, service.name, service.closed, service.merged_into_id, service.region_id


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
