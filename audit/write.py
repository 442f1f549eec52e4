"""Adding to the audit log, in the transaction of the act itself."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.chain import digest_of
from audit.models import Entry, Head


def write_entry(
    verb: str, *, actor_id: int | None, subject: str = "", member_id: int | None = None, network_id: int | None = None,
    outcome: str = Entry.Outcome.DONE, reason: str = "", details: dict[str, Any] | None = None,
) -> Entry:  # fmt: skip
    """Add an entry; call it late in an action, as the chain's head stays locked until the commit.

    `details` holds ids, dates (as text) and states: never words that somebody wrote, names or addresses.
    """
    entry = Entry(
        actor_id=actor_id, verb=verb, outcome=outcome, reason=reason, subject=subject[:120], member_id=member_id,
        network_id=network_id, details=details or {},
    )  # fmt: skip
    write_entries([entry])
    return entry


def write_entries(entries: list[Entry]) -> None:
    """Add many entries of one act, in their order, in few queries. Each must hold what `write_entry` asks for."""
    if not entries:
        return
    with transaction.atomic():
        Head.objects.get_or_create(pk=1)
        head = Head.objects.select_for_update().get(pk=1)
        previous = head.digest
        for entry in entries:
            entry.at, entry.previous = timezone.now(), previous
            previous = entry.digest = digest_of(entry)
        Entry.objects.bulk_create(entries, batch_size=500)
        Head.objects.filter(pk=1).update(digest=previous, entry_id=entries[-1].pk)
