"""The columns of a members' file, and the many names that people give them."""

import re
from difflib import get_close_matches
from enum import StrEnum


class Column(StrEnum):
    """The columns that a file may have; the value is the heading that we write ourselves."""

    ADDRESS = "Address"
    FIRST_NAME = "First name"
    LAST_NAME = "Last name"
    JOB_TITLE = "Job title"
    SERVICE = "Service"
    TIER = "Tier"
    PAID_BY_SERVICE = "Paid by service"
    STARTS = "Starts"
    ENDS = "Leaves on"
    STATUS = "Status"


REQUIRED = (Column.ADDRESS, Column.FIRST_NAME, Column.LAST_NAME, Column.SERVICE)
INFORMATION = ("Region", "Paid to")  # what an export tells beside, and an import leaves alone
ALSO = {
    Column.ADDRESS: ("email", "email address", "e-mail address", "mail", "work email", "work address",
                     "work email address"),
    Column.FIRST_NAME: ("forename", "given name", "christian name", "firstname"),
    Column.LAST_NAME: ("surname", "family name", "lastname"),
    Column.JOB_TITLE: ("title", "post", "position", "role", "job"),
    Column.SERVICE: ("youth justice service", "yjs", "yot", "youth offending team", "youth offending service", "team"),
    Column.TIER: ("membership", "membership type", "member type", "type"),
    Column.PAID_BY_SERVICE: ("through service", "covered by service", "group membership", "service pays",
                             "paid by council"),
    Column.STARTS: ("start", "start date", "started", "joined", "member since", "from", "first day"),
    Column.ENDS: ("ends", "end", "end date", "ended", "leaves", "leaving", "leaving date", "until", "last day"),
    Column.STATUS: ("state",),
}  # fmt: skip


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower())


KNOWN = {_plain(name): column for column in Column for name in (column.value, *ALSO[column])}
LEFT_ALONE = {_plain(name) for name in INFORMATION}


def column_of(heading: str) -> Column | None:
    return KNOWN.get(_plain(heading))


def is_information(heading: str) -> bool:
    return not _plain(heading) or _plain(heading) in LEFT_ALONE


def nearest_heading(heading: str) -> str:
    """The heading that was probably meant, or nothing."""
    near = get_close_matches(_plain(heading)[:60], KNOWN, n=1, cutoff=0.75)
    return KNOWN[near[0]].value if near else ""
