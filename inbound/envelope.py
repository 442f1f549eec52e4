"""The envelope of a mail that comes without one, from a mailbox: what its last server wrote on top of it."""

from django.conf import settings

from inbound.reading.addresses import canonical
from inbound.reading.headers import addresses_in, read_header
from inbound.reading.mime import split_fields

# Written by the server that delivers; the sender's own lines of these names stand lower, so the topmost counts.
WRITTEN_BY_THE_SERVER = ("x-original-to", "envelope-to", "delivered-to")


def envelope_of(raw: bytes) -> tuple[str, list[str]]:
    """(sender, our addresses). A mail that names none of ours keeps its place in the ledger under one that is none."""
    fields, _ = split_fields(raw[:500_000])
    stated = fields.first("return-path").strip() if fields.has("return-path") else None
    sender = read_header(fields).sender if stated is None else canonical(stated.strip("<>"))
    for name in WRITTEN_BY_THE_SERVER:
        top = canonical(fields.first(name).strip().strip("<>"))
        if _is_ours(top):
            return sender, [top]
    named = [*addresses_in(fields, "to"), *addresses_in(fields, "cc")]
    return sender, [one for one in dict.fromkeys(named) if _is_ours(one)] or [f"nobody@{settings.MAIL_DOMAIN}"]


def _is_ours(address: str) -> bool:
    return address.rpartition("@")[2].rstrip(".").lower() == settings.MAIL_DOMAIN
