"""A read mail as plain data, for the command line and for measuring; no Django here, so that it runs anywhere."""

from pathlib import Path
from typing import Any

from inbound.reading.model import Outcome, ReadMail
from inbound.reading.reader import read_mail

MAX_FILE = 100_000_000


def report_on(path: str) -> dict[str, Any]:
    """Read the file and describe its mail; a file that cannot be opened is quarantined like a mail that cannot be read."""
    try:
        if Path(path).stat().st_size > MAX_FILE:
            return as_data(path, ReadMail(Outcome.QUARANTINED, "too_large"))
        raw = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        return as_data(path, ReadMail(Outcome.QUARANTINED, f"no_file:{type(error).__name__}"))
    return as_data(path, read_mail(raw))


def as_data(path: str, mail: ReadMail) -> dict[str, Any]:
    return {
        "file": path,
        "outcome": str(mail.outcome),
        "reason": mail.reason,
        "reply": mail.reply,
        "folded": mail.folded,
        "sender": mail.sender,
        "subject": mail.subject,
        "attachments_kept": [file.name for file in mail.attachments_kept],
        "attachments_dropped": [file.name for file in mail.attachments_dropped],
        "bounced": [{"address": one.address, "permanent": one.permanent, "status": one.status} for one in mail.bounced],
        "calendar": _calendar(mail),
        "partstat": mail.partstat or None,
    }


def _calendar(mail: ReadMail) -> dict[str, Any] | None:
    found = mail.calendar
    if found is None:
        return None
    return {
        "method": found.method,
        "uid": found.uid,
        "attendee": found.attendee,
        "sequence": found.sequence,
        "recurrence_id": found.recurrence_id,
    }


def for_people(data: dict[str, Any]) -> str:
    """The same as a short readable page."""
    rows = [f"== {data['file']}", f"   {data['outcome']}{': ' + data['reason'] if data['reason'] else ''}"]
    rows += [f"   from    {data['sender'] or '(nobody)'}", f"   subject {data['subject']}"]
    rows += [f"   kept    {name}" for name in data["attachments_kept"]]
    rows += [f"   dropped {name}" for name in data["attachments_dropped"]]
    rows += [
        f"   bounced {one['address']} ({'for good' if one['permanent'] else 'for now'})" for one in data["bounced"]
    ]
    rows += [f"   answer  {data['partstat']}"] if data["partstat"] else []
    for title, text in (("reply", data["reply"]), ("folded", data["folded"])):
        if text:
            rows += [f"-- {title}", *(f"   {line}" for line in text.splitlines())]
    return "\n".join(rows)
