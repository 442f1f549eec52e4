"""One wish beside what is there: what it would change, or why it is left out."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from accounts.models import Member
from regions.importing.columns import Column
from regions.importing.saying import label, shown, uk
from regions.importing.wishes import Fault, Wish
from regions.models import Membership

Status = Membership.Status


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    UNKNOWN = "unknown"
    NOTHING = "nothing"

    @property
    def changes_something(self) -> bool:
        return self in (Kind.NEW, Kind.CHANGED, Kind.MOVED)


class PersonFacts(Protocol):
    @property
    def member(self) -> Member | None: ...
    @property
    def places(self) -> list[Membership]: ...
    @property
    def namesake(self) -> str: ...


@dataclass
class Change:
    """What becomes of one row: in words for the page, and as values for `applying`."""

    row: int
    kind: Kind
    who: str
    address: str
    says: list[list[str]]  # what, was, becomes
    wish: Wish
    member: Member | None = None
    place: Membership | None = None
    names: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row, "kind": self.kind.value, "who": self.who, "address": self.address, "says": self.says,
        }  # fmt: skip


def compare(wish: Wish, person: PersonFacts, *, others: list[Wish], today: date) -> Change | Fault:
    """`others`: all rows of this address, if there are several."""
    kept = [place for place in person.places if place.status != Status.ENDED]
    here = next((place for place in kept if place.service_id == wish.service.pk), None)
    open_places = [place for place in kept if place.ends is None or place.ends >= today]
    if wish.says_ended:
        return _said_ended(wish, here, [place for place in person.places if place.service_id == wish.service.pk])
    if others and (wrong := _several_rows(wish, others, kept)):
        return wrong
    if person.member is None:
        return _newcomer(wish, person.namesake, today)
    if not person.member.is_active:
        return Fault(wish.row, Column.ADDRESS, "The account of this address is closed, and no file opens it again.")
    names = _names(wish, person.member)
    if isinstance(names, Fault):
        return names
    if here is not None:
        return _changed(wish, person.member, here, names, today)
    past = [place for place in person.places if place.service_id == wish.service.pk]
    if past:
        return _back(wish, person.member, past[-1], names, today)
    return _elsewhere(wish, person.member, open_places, names, today)


def _said_ended(wish: Wish, here: Membership | None, places: list[Membership]) -> Change | Fault:
    """A row of an export about a place that is over, beside which there may be a new one."""
    if here is None or any(place.starts == wish.starts and place.status == Status.ENDED for place in places):
        return _change(wish, Kind.NOTHING, [])
    return Fault(wish.row, Column.STATUS, "No place is ended by this column: write the last day under “Leaves on”.")


def _several_rows(wish: Wish, others: list[Wish], open_places: list[Membership]) -> Fault | None:
    """One address on several rows is right only where each row is a place that the member has."""
    services = [other.service.pk for other in others]
    if len(set(services)) == len(services) and set(services) <= {place.service_id for place in open_places}:
        return None
    rows = ", ".join(str(other.row) for other in others if other.row != wish.row)
    return Fault(wish.row, Column.ADDRESS, f"The same address stands in row {rows}. Leave one of them.")


def _newcomer(wish: Wish, namesake: str, today: date) -> Change | Fault:
    if namesake:
        says = [["address", namesake, wish.address]]
        return _change(wish, Kind.UNKNOWN, says)
    return _new(wish, None, {}, today)


def _new(wish: Wish, member: Member | None, names: dict[str, str], today: date) -> Change | Fault:
    if wish.ends is not None and wish.ends < today:
        return Fault(wish.row, Column.ENDS, "The last day has passed, so there is nothing to add.")
    values = {
        "service": wish.service, "job_title": wish.job_title or "", "tier": wish.tier or Membership.Tier.FULL,
        "through_service": wish.paid_by_service if wish.paid_by_service is not None else True,
        "starts": wish.starts or today, "ends": wish.ends,
    }  # fmt: skip
    says = [[label(name), "", shown(name, value)] for name, value in values.items() if value not in ("", None)]
    return _change(wish, Kind.NEW, says, member=member, names=names, values=values)


def _names(wish: Wish, member: Member) -> dict[str, str] | Fault:
    """A new surname is a change; another person's name under this address is a mistake of one or the other."""
    said = {"first_name": wish.first_name, "last_name": wish.last_name}
    other = {name: value for name, value in said.items() if _same(value) != _same(getattr(member, name))}
    if len(other) == 2:
        sentence = f"This address belongs to {member.full_name}, and the file names {wish.who}. One of them is wrong."
        return Fault(wish.row, Column.ADDRESS, sentence)
    return {name: value for name, value in said.items() if value != getattr(member, name)}


def _same(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _changed(wish: Wish, member: Member, place: Membership, names: dict[str, str], today: date) -> Change | Fault:
    said: dict[str, Any] = {
        "job_title": wish.job_title, "tier": wish.tier, "through_service": wish.paid_by_service,
        "starts": wish.starts, "ends": wish.ends,
    }  # fmt: skip
    values = {name: value for name, value in said.items() if value is not None and value != getattr(place, name)}
    starts, ends = values.get("starts", place.starts), values.get("ends", place.ends)
    if ends is not None and ends < starts:
        sentence = f"The last day, {uk(ends)}, would be before the first, {uk(starts)}."
        return Fault(wish.row, Column.ENDS, sentence)
    says = [[label(name), getattr(member, name), value] for name, value in names.items()]
    says += [[label(name), shown(name, getattr(place, name)), shown(name, value)] for name, value in values.items()]
    if "ends" in values and values["ends"] < today:
        values["status"] = Status.ENDED
    kind = Kind.CHANGED if says else Kind.NOTHING
    return _change(wish, kind, says, member=member, place=place, names=names, values=values)


def _back(wish: Wish, member: Member, past: Membership, names: dict[str, str], today: date) -> Change | Fault:
    """A place that has ended is opened again by a later first day alone: an old file must bring nobody back."""
    ended = past.ends or past.starts
    if wish.starts is not None and wish.starts > ended:
        return _new(wish, member, names, today)
    if wish.ends is not None and wish.ends <= ended:
        return _change(wish, Kind.NOTHING, [])
    sentence = f"This place ended on {uk(ended)}. To give a new one, write a later first day under “Starts”."
    return Fault(wish.row, Column.STARTS, sentence)


def _elsewhere(
    wish: Wish, member: Member, open_places: list[Membership], names: dict[str, str], today: date
) -> Change | Fault:
    """From one service to another: the old place ends the day before the new one begins."""
    if not open_places:
        return _new(wish, member, names, today)
    if len(open_places) > 1:
        names_there = ", ".join(place.service.name for place in open_places)
        sentence = f"{member.full_name} has several places ({names_there}): change them on the member’s page."
        return Fault(wish.row, Column.SERVICE, sentence)
    (old,) = open_places
    if old.status == Status.SUSPENDED:
        return Fault(wish.row, Column.SERVICE, f"{member.full_name} is suspended, and no file moves them.")
    starts = wish.starts or today
    if starts <= old.starts:
        sentence = (
            f"{member.full_name} is with {old.service.name} since {uk(old.starts)}. To move them, write the first day "
            f"with {wish.service.name} under “Starts”, or leave it empty for today."
        )
        return Fault(wish.row, Column.STARTS, sentence)
    found = _new(wish, member, names, today)
    if isinstance(found, Fault):
        return found
    found.kind, found.place = Kind.MOVED, old
    kept = {"tier": wish.tier, "job_title": wish.job_title, "through_service": wish.paid_by_service}
    found.values |= {name: getattr(old, name) for name, said in kept.items() if said is None}
    found.says = [
        [label(name), shown(name, getattr(old, name)), shown(name, value)]
        for name, value in found.values.items()
        if value != getattr(old, name)
    ]
    found.values["old_ends"] = starts - timedelta(days=1)
    return found


def _change(wish: Wish, kind: Kind, says: list[list[str]], **more: Any) -> Change:
    return Change(row=wish.row, kind=kind, who=wish.who, address=wish.address, says=says, wish=wish, **more)
