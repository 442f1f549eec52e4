"""What the header says: who, to whom, when, about what, and what a loop detector wants to know."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from inbound.reading.addresses import Mailbox, mailboxes
from inbound.reading.fields import Fields, decoded
from inbound.reading.subject import title

_MESSAGE_ID = re.compile(r"<([^<>\s]{1,500})>")


@dataclass(frozen=True, slots=True)
class Header:
    """The read header; `problem` names why no single author can be told ('' when one can)."""

    fields: Fields
    sender: str
    sender_name: str
    problem: str
    subject: str
    raw_subject: str
    is_reply: bool
    is_forward: bool
    date: datetime | None


def read_header(fields: Fields) -> Header:
    author, problem = _author(fields.every("from"))
    raw_subject = decoded(fields.first("subject"))
    subject, is_reply, is_forward = title(raw_subject)
    answers = bool(fields.first("in-reply-to") or fields.first("references"))
    return Header(
        fields=fields,
        sender=author.address,
        sender_name=author.name,
        problem=problem,
        subject=subject,
        raw_subject=raw_subject,
        is_reply=is_reply or (answers and not is_forward),
        is_forward=is_forward,
        date=_date(fields.first("date")),
    )


def _author(values: list[str]) -> tuple[Mailbox, str]:
    """The one author. Two different ones are not guessed between: RFC 5322 3.6.2 allows many, we post as one."""
    found = [box for value in values for box in mailboxes(value)]
    addresses = {box.address for box in found if box.address}
    nobody = Mailbox(next((box.name for box in found if box.name), ""), "")
    if len(values) > 1:
        return nobody, "several_from_headers"
    if not addresses:
        return nobody, "no_from_address"
    if len(addresses) > 1:
        return nobody, "several_from_addresses"
    if any(not box.address for box in found):
        return nobody, "unclear_from_address"
    return found[0], ""


def addresses_in(fields: Fields, name: str) -> tuple[str, ...]:
    """Canonical addresses of every such field, each once, in order."""
    return tuple(dict.fromkeys(box.address for value in fields.every(name) for box in mailboxes(value) if box.address))


def message_ids(value: str) -> tuple[str, ...]:
    """Message identifiers without their brackets; a bare one is taken as it stands."""
    found = _MESSAGE_ID.findall(value)
    return tuple(dict.fromkeys(found)) if found else tuple(value.split()[:1])


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:200])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
