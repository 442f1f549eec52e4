"""The chain of digests that shows whether an entry was changed or taken away."""

import hashlib
import json
from dataclasses import dataclass

from audit.models import Entry, Head


def digest_of(entry: Entry) -> str:
    """SHA-256 over the digest of the entry before and everything that this one says."""
    said = [
        entry.previous, entry.at.isoformat(timespec="microseconds"), entry.actor_id, entry.verb, entry.outcome,
        entry.reason, entry.subject, entry.member_id, entry.network_id, entry.details,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """How many entries were read, and the first that does not fit; 0 if all do."""

    entries: int
    broken_at: int


def verify_chain() -> Verdict:
    """Read the whole log, oldest first, and compare every digest. The head is read before, so that entries written
    meanwhile are no fault: they must follow the one that it names, and that one must be there.
    """
    head = Head.objects.filter(pk=1).first() or Head()
    previous, read, head_seen = "", 0, not head.entry_id
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=1000):
        read += 1
        if entry.previous != previous or entry.digest != digest_of(entry):
            return Verdict(read, entry.pk)
        previous = entry.digest
        head_seen = head_seen or (entry.pk, entry.digest) == (head.entry_id, head.digest)
    return Verdict(read, 0 if head_seen else head.entry_id)
