"""Somebody of the executive takes entries of the audit log out of the product."""

from django.db import transaction

from audit.write import write_entry
from regions.acting import Actor, actor_id, require_of
from regions.audit_log import Row, Wanted, entries, in_words
from regions.permissions import Reason, can_see_audit_log
from regions.standing import standing_of

MOST = 50_000  # of one file: take the rest by dates


@transaction.atomic
def export_audit_log(actor: Actor, wanted: Wanted) -> list[Row]:
    """The wanted entries, newest first, at most `MOST`. The export itself is an entry, and stands in the next one."""
    require_of(actor, can_see_audit_log, Reason.NOT_THE_EXECUTIVE)
    rows = in_words(entries(wanted)[:MOST], standing_of(actor) if actor is not None else None)
    write_entry(
        "export_audit_log", actor_id=actor_id(actor), network_id=wanted.network_id,
        details={
            "entries": len(rows), "verb": wanted.verb, "outcome": wanted.outcome,
            "since": str(wanted.since or ""), "until": str(wanted.until or ""),
        },
    )  # fmt: skip
    return rows
