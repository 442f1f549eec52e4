"""Doing what a plan says, all of it or nothing: the same facts, versions, events and entries as the single actions
make, written in bulk, since a file may have ten thousand rows.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Member
from audit.models import Entry
from audit.write import write_entries
from outbox.record import record_all
from regions.events import MemberJoined
from regions.importing.compare import Change, Kind
from regions.importing.progress import Progress, Step, silently
from regions.importing.room import invitations_of
from regions.models import Invitation, Membership, Subscription
from regions.payment import settle_places
from regions.rights_changed import rights_changed_of

BATCH = 500
PLACE = ("service", "job_title", "tier", "through_service", "starts", "ends")
TOLD = ("tier", "starts", "ends", "status")  # in the entry with their values; of the rest only that they changed


def carry_out(
    changes: list[Change], *, actor_id: int | None, import_id: int, welcome: bool = False, progress: Progress = silently
) -> None:
    """Call it inside the transaction in which the plan was made with `lock`. Each row leaves its own entries.

    With `welcome` each new member is written to. A file given twice finds nobody new the second time.
    """
    entries: list[Entry] = []
    for start in range(0, len(changes), BATCH):
        entries += _write(changes[start : start + BATCH], actor_id, import_id)
        progress(Step.WRITTEN, min(start + BATCH, len(changes)), len(changes))
    rights_changed_of(sorted({_member(change).pk for change in changes}))
    _settle(changes)
    _close_invitations(changes)
    write_entries(entries)
    if welcome:
        new = [_place(change).pk for change in changes if change.kind is Kind.NEW]
        record_all([MemberJoined(membership_id=pk) for pk in new])


def _write(changes: list[Change], actor_id: int | None, import_id: int) -> list[Entry]:
    """People and places of some rows; their entries are for the end, as the log's head stays locked from then on."""
    _add_people([change for change in changes if change.kind is Kind.NEW and change.member is None])
    _rename([change for change in changes if change.member is not None and change.names])
    moved = [change for change in changes if change.kind is Kind.MOVED]
    entries = _end_old_places(moved, actor_id, import_id)
    entries += _change_places([change for change in changes if change.kind is Kind.CHANGED], actor_id, import_id)
    return entries + _give_places(
        [change for change in changes if change.kind is Kind.NEW] + moved, actor_id, import_id
    )


def _close_invitations(changes: list[Change]) -> None:
    """Who was invited and has a place by the file needs no invitation any more."""
    members = {change.wish.address: _member(change).pk for change in changes}
    rows = invitations_of(changes)
    for row in rows:
        row.accepted, row.member_id = timezone.now(), members[row.address.lower()]
    Invitation.objects.bulk_update(rows, ["accepted", "member"], batch_size=BATCH)


def _settle(changes: list[Change]) -> None:
    """Until when the places are paid for: of each service that a row names or leaves, and of those who move."""
    services = {change.wish.service.pk: change.wish.service for change in changes}
    services |= {change.place.service_id: change.place.service for change in changes if change.place is not None}
    for service in services.values():
        settle_places(service=service)
    own = Subscription.objects.filter(member__in=[_member(change).pk for change in changes])
    for member in Member.objects.filter(pk__in=own.values("member_id")):
        settle_places(member=member)


def _add_people(changes: list[Change]) -> None:
    """As `register_member` does: the secretariat's file vouches for the addresses in it."""
    for change in changes:
        member = Member(email=change.address, first_name=change.wish.first_name, last_name=change.wish.last_name)
        member.set_unusable_password()
        change.member = member
    Member.objects.bulk_create([_member(change) for change in changes], batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=_member(change), email=change.address, verified=True, primary=True) for change in changes),
        batch_size=BATCH,
    )


def _rename(changes: list[Change]) -> None:
    for change in changes:
        for name, value in change.names.items():
            setattr(change.member, name, value)
    people = {_member(change).pk: _member(change) for change in changes}
    Member.objects.bulk_update(people.values(), ["first_name", "last_name"], batch_size=BATCH)


def _give_places(changes: list[Change], actor_id: int | None, import_id: int) -> list[Entry]:
    """As `admit_member` does."""
    places = [Membership(member=change.member, **{name: change.values[name] for name in PLACE}) for change in changes]
    Membership.objects.bulk_create(places, batch_size=BATCH)
    for change, place in zip(changes, places, strict=True):
        if change.kind is Kind.NEW:
            change.place = place
    return [
        _entry(
            "admit_member", place, actor_id,
            {"service": place.service_id, "tier": place.tier, "starts": str(place.starts), "import": import_id},
        )
        for place in places
    ]  # fmt: skip


def _end_old_places(changes: list[Change], actor_id: int | None, import_id: int) -> list[Entry]:
    entries = []
    for change in changes:
        place = _place(change)
        place.ends, place.version = change.values["old_ends"], place.version + 1
        if place.ends < timezone.localdate():
            place.status = Membership.Status.ENDED
        entries.append(_entry("move_membership", place, actor_id, {"ends": str(place.ends), "import": import_id}))
    _save([_place(change) for change in changes])
    return entries


def _change_places(changes: list[Change], actor_id: int | None, import_id: int) -> list[Entry]:
    entries = []
    for change in changes:
        place = _place(change)
        place.version += 1
        for name, value in change.values.items():
            setattr(place, name, value)
        said = {name: str(value) for name, value in change.values.items() if name in TOLD}
        changed = sorted([*change.names, *change.values])
        entries.append(_entry("correct_membership", place, actor_id, {"changed": changed, "import": import_id, **said}))
    _save([_place(change) for change in changes])
    return entries


def _save(places: list[Membership]) -> None:
    columns = ["job_title", "tier", "through_service", "starts", "ends", "status", "version"]
    Membership.objects.bulk_update(places, columns, batch_size=BATCH)


def _entry(verb: str, place: Membership, actor_id: int | None, details: dict[str, Any]) -> Entry:
    return Entry(
        verb=verb, outcome=Entry.Outcome.DONE, actor_id=actor_id, subject=f"membership {place.pk}",
        member_id=place.member_id, network_id=place.service.region_id, details=details,
    )  # fmt: skip


def _member(change: Change) -> Member:
    if change.member is None:
        raise ValueError("a change without its member")
    return change.member


def _place(change: Change) -> Membership:
    if change.place is None:
        raise ValueError("a change without its place")
    return change.place
