"""Answers to invitations (iTIP, RFC 5546, carried by mail as RFC 6047): the first VEVENT of the first calendar part."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from inbound.reading.addresses import canonical
from inbound.reading.mime import Part
from inbound.reading.model import Calendar

MAX_SIZE = 300_000
METHODS = ("REPLY", "COUNTER", "REQUEST", "CANCEL")
_LINE = re.compile(
    r"^([A-Za-z0-9-]{1,60})((?:;[A-Za-z0-9-]{1,60}=(?:\"[^\"]{0,500}\"|[^\";:]{0,500}))*):(.*)$", re.DOTALL
)
_PARAMETER = re.compile(r";([A-Za-z0-9-]{1,60})=(?:\"([^\"]{0,500})\"|([^\";:]{0,500}))")
_ESCAPE = re.compile(r"\\([\\;,nN])")
Property = tuple[str, dict[str, str], str]


def is_calendar_part(part: Part) -> bool:
    return part.content_type in ("text/calendar", "application/ics") or part.filename.lower().endswith(
        (".ics", ".ical")
    )


def read_calendar(parts: list[Part], sender: str) -> Calendar | None:
    """The iTIP message of this mail, or None. An .ics file that somebody merely attached is not one."""
    for part in parts:
        if part.content_type == "text/calendar" or (
            part.content_type == "application/ics" and part.disposition != "attachment"
        ):
            calendar = _read(part, sender)
            attached = part.disposition == "attachment" and not part.parameters.get("method")
            if calendar and calendar.method in METHODS and not (attached and calendar.method in ("REQUEST", "CANCEL")):
                return calendar
    return None


def _read(part: Part, sender: str) -> Calendar | None:
    stated, event, kind = _properties(part.text[:MAX_SIZE])
    method = (stated or part.parameters.get("method", "")).strip().upper()
    if not method or kind not in ("VEVENT", "VTODO", ""):
        return None
    values = {name: (parameters, value) for name, parameters, value in reversed(event)}
    attendee_parameters, attendee = _attendee(event, sender)

    def text(name: str) -> str:
        return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], values[name][1])[:5_000] if name in values else ""

    sequence = text("SEQUENCE").strip()
    return Calendar(
        method=method, uid=text("UID").strip()[:500], attendee=attendee, attendee_name=attendee_parameters.get("CN", "")[:200],
        sent_by=_address(attendee_parameters.get("SENT-BY", "")), partstat=attendee_parameters.get("PARTSTAT", "").upper()[:30],
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0, recurrence_id=text("RECURRENCE-ID")[:100],
        organizer=_address(values.get("ORGANIZER", ({}, ""))[1]), summary=text("SUMMARY")[:500], comment=text("COMMENT"),
        starts=_moment(*values["DTSTART"]) if "DTSTART" in values else None, ends=_moment(*values["DTEND"]) if "DTEND" in values else None,
        content=part.content[:MAX_SIZE],
    )  # fmt: skip


def _properties(source: str) -> tuple[str, list[Property], str]:
    """(METHOD, the first event's own properties, the kind of the first component), lines unfolded (RFC 5545 3.1)."""
    unfolded = re.sub(r"(?:\r\n|\n|\r)[ \t]", "", source)
    method, event, inside, first_kind = "", list[Property](), list[str](), ""
    for line in re.split(r"\r\n|\n|\r", unfolded)[:5_000]:
        match = _LINE.match(line.strip()[:20_000])
        if not match:
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            first_kind = first_kind or (
                inside[-1] if inside[-1] in ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VPOLL") else ""
            )
        elif name == "END":
            if inside and inside.pop() in ("VEVENT", "VTODO"):
                break
        elif name == "METHOD":
            method = value
        elif inside and inside[-1] in ("VEVENT", "VTODO"):
            event.append(
                (name, {key.upper(): quoted or plain for key, quoted, plain in _PARAMETER.findall(match[2])}, value)
            )
    return method, event, first_kind


def _attendee(event: list[Property], sender: str) -> tuple[dict[str, str], str]:
    """A reply has one attendee (RFC 5546 3.2.3); where there are more, the sender's own."""
    attendees = [(parameters, _address(value)) for name, parameters, value in event if name == "ATTENDEE"]
    return next((one for one in attendees if one[1] == sender), attendees[0] if attendees else ({}, ""))


def _address(value: str) -> str:
    return canonical(re.sub(r"^\s{0,5}mailto:", "", value[:500], flags=re.IGNORECASE))


def _moment(parameters: dict[str, str], value: str) -> datetime | None:
    match = re.match(r"^(\d{8})(?:T(\d{6}))?(Z?)", value.strip())
    if not match:
        return None
    zone_name = parameters.get("TZID", "").strip("/")
    try:
        zone = UTC if match[3] or not zone_name else ZoneInfo(WINDOWS_TO_OLSON.get(zone_name, zone_name))
        return datetime.strptime(match[1] + (match[2] or "000000"), "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except (ValueError, KeyError, OSError):
        return None
