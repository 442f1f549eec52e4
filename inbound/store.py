"""Keep it, then think: the bytes are committed before the sending server is told that we have them."""

from contextlib import nullcontext
from hashlib import sha256

from django.db import transaction

from inbound.models import InboundMail
from outbox.queue import wake


def keep(
    raw: bytes, *, envelope_from: str, envelope_to: list[str], transport: str = "smtp", source: str = "",
    ring: bool = True,
) -> list[InboundMail]:  # fmt: skip
    """One row for each address of ours that the mail was sent to. When this returns, the rows are on disk.

    `source` is what a mailbox or a provider calls this mail: what was kept under that name is not kept again.
    Without `ring` the caller wakes the worker.
    Raises whatever the database raises: the caller must then not say that the mail was accepted.
    """
    digest = sha256(raw).hexdigest()
    addresses = [address[:320] for address in dict.fromkeys(address.lower() for address in envelope_to)]
    if source:
        there = InboundMail.objects.filter(source=source, envelope_to__in=addresses)
        known = set(there.values_list("envelope_to", flat=True))
        addresses = [address for address in addresses if address not in known]
    rows = [
        InboundMail(
            raw=raw, sha256=digest, envelope_from=envelope_from[:320], envelope_to=address, transport=transport,
            source=source,
        )
        for address in addresses
    ]  # fmt: skip
    # All of them or none; one row is one statement, which commits itself.
    with transaction.atomic() if len(rows) > 1 else nullcontext():
        for row in rows:
            row.save(force_insert=True)
    if ring:
        wake("inbound")
    return rows
