"""Is there a place for each colleague that a file names? Counted over the whole file, the first row first."""

from datetime import date

from django.utils import timezone

from regions.importing.columns import Column
from regions.importing.compare import Change, Kind
from regions.importing.wishes import Fault
from regions.models import Invitation, Membership, Service
from regions.places import open_invitations, places_of_all, taking_a_place

Tier = Membership.Tier


def beyond_places(changes: list[Change], *, today: date) -> list[Fault]:
    """The rows for which the service's group membership has no place left. What the same file frees is free, and so is
    what an open invitation keeps for somebody who stands in it. Three or four queries.
    """
    asking = [change for change in changes if _takes_one(change)]
    services = {change.wish.service.pk: change.wish.service for change in asking}
    if not services:
        return []
    places = places_of_all(sorted(services), today=today)
    left = {pk: places[pk].total - places[pk].used for pk in services}
    for pk in [*_freed(changes, today), *_kept_for(asking)]:
        left[pk] = left.get(pk, 0) + 1
    faults = []
    for change in asking:
        pk = change.wish.service.pk
        left[pk] -= 1
        if left[pk] < 0:
            faults.append(Fault(change.row, Column.SERVICE.value, _sentence(services[pk], places[pk].total)))
    return faults


def invitations_of(changes: list[Change]) -> list[Invitation]:
    """The open invitations to the same service of people who get a place by the file."""
    wanted = {(change.wish.service.pk, change.wish.address) for change in changes if _gives_a_place(change)}
    rows = Invitation.objects.filter(
        accepted=None, withdrawn=None, service_id__in={pk for pk, _ in wanted}
    ).order_by("pk")  # fmt: skip
    return [row for row in rows if (row.service_id, row.address.lower()) in wanted]


def _takes_one(change: Change) -> bool:
    """Does this row use a place that its person does not use yet?"""
    if not change.kind.changes_something or not _of_the_service(change):
        return False
    was = change.place
    here_before = was is not None and was.service_id == change.wish.service.pk and change.kind is Kind.CHANGED
    return not (here_before and was is not None and was.tier == Tier.SECOND and was.through_service)


def _of_the_service(change: Change) -> bool:
    """A second-tier place that the service pays for, once the row is applied."""

    def becomes(name: str) -> object:
        return change.values[name] if name in change.values else getattr(change.place, name, None)

    ended = change.values.get("status") == Membership.Status.ENDED
    return becomes("tier") == Tier.SECOND and bool(becomes("through_service")) and not ended


def _gives_a_place(change: Change) -> bool:
    return change.kind in (Kind.NEW, Kind.MOVED)


def _freed(changes: list[Change], today: date) -> list[int]:
    """Services of which the file frees a place today: by an end, a move, another tier or another payer."""
    leaving = [
        change.place for change in changes
        if change.place is not None and change.kind.changes_something
        and ((change.kind is Kind.MOVED and change.values["old_ends"] < today)
             or (change.kind is Kind.CHANGED and not _of_the_service(change)))
    ]  # fmt: skip
    used = Membership.objects.filter(taking_a_place(today), pk__in=[place.pk for place in leaving])
    return list(used.values_list("service_id", flat=True))


def _kept_for(asking: list[Change]) -> list[int]:
    kept = Invitation.objects.filter(open_invitations(timezone.now()), tier=Tier.SECOND, through_service=True)
    ours = {row.pk for row in invitations_of(asking)}
    return list(kept.filter(pk__in=ours).values_list("service_id", flat=True))


def _sentence(service: Service, total: int) -> str:
    if not total:
        return (
            f"No places for colleagues are recorded for {service.name} this year. Record its payment first, or write "
            "“no” under “Paid by service”."
        )
    places = f"All {total} places of {service.name} are" if total > 1 else f"The one place of {service.name} is"
    return (
        f"{places} in use, so this row finds none. Record more places, end another "
        "membership, or write “no” under “Paid by service”."
    )
