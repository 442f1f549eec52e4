"""Telling the rest of the house, in the same transaction, that somebody's rights are not what they were."""

from django.db.models import F

from accounts.models import Member
from outbox.record import record, record_all
from regions.events import ReadersChanged, RightsChanged
from regions.models import AccessVersion


def rights_changed(member_id: int) -> None:
    """Raise the member's access version and record the event. Call it last in the action, inside its transaction."""
    if not AccessVersion.objects.filter(pk=member_id).update(version=F("version") + 1):
        AccessVersion.objects.bulk_create([AccessVersion(member_id=member_id, version=1)], ignore_conflicts=True)
    record(RightsChanged(member_id=member_id))


def readers_changed(network_id: int) -> None:
    """What a whole network reads or writes has changed: raise everybody's version at once, and ring once.

    Everybody's, since others than its own people may have read it: the executive, who covers, and all members where a
    board was shared. A few queries, however many there are.
    """
    list(AccessVersion.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    AccessVersion.objects.update(version=F("version") + 1)
    new = Member.objects.filter(access_version=None).values_list("pk", flat=True)
    AccessVersion.objects.bulk_create(
        [AccessVersion(member_id=pk, version=1) for pk in new], ignore_conflicts=True, batch_size=500
    )
    record(ReadersChanged(network_id=network_id))


def rights_changed_of(member_ids: list[int]) -> None:
    """The same for many members, in few queries."""
    AccessVersion.objects.filter(pk__in=member_ids).update(version=F("version") + 1)
    AccessVersion.objects.bulk_create(
        [AccessVersion(member_id=pk, version=1) for pk in member_ids], ignore_conflicts=True, batch_size=500
    )
    record_all([RightsChanged(member_id=pk) for pk in member_ids])
