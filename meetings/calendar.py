"""A meeting as an entry of a calendar (RFC 5545, and RFC 5546 where it is sent to somebody)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from meetings.lifecycle import State
from meetings.models import Answer, Meeting
from meetings.wall_time import ZONE

PARTSTAT = {Answer.YES: "ACCEPTED", Answer.MAYBE: "TENTATIVE", Answer.NO: "DECLINED"}


@dataclass(frozen=True)
class Sent:
    """What an entry says when it is sent to one person: who answers are sent to, and theirs so far."""

    method: str
    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str
    answer: str = ""


def uid_of(meeting_id: int) -> str:
    """The same for ever, so that a calendar knows a change of what it has."""
    return f"meeting-{meeting_id}@{settings.MAIL_DOMAIN}"


def message(meeting: Meeting, sent: Sent, *, stamp: datetime, link: bool) -> bytes:
    """One entry for one person. `link`: with the link to join online."""
    calendar = _calendar()
    calendar.add("method", sent.method)
    event = _event(meeting, stamp=stamp, link=link)
    organizer = vCalAddress(f"mailto:{sent.organizer}")
    organizer.params["cn"] = vText(sent.organizer_name)
    event["organizer"] = organizer
    attendee = vCalAddress(f"mailto:{sent.attendee}")
    attendee.params["cn"] = vText(sent.attendee_name)
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText(PARTSTAT[Answer(sent.answer)] if sent.answer else "NEEDS-ACTION")
    attendee.params["rsvp"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    if sent.method == "CANCEL":
        event["status"] = vText("CANCELLED")
    return _written(calendar, [event])


def feed(name: str, meetings: Iterable[tuple[Meeting, bool]], *, stamp: datetime) -> bytes:
    """Many entries to look at, each with or without its link to join online."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, [_event(meeting, stamp=stamp, link=link) for meeting, link in meetings])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.MAIL_DOMAIN}//Meetings//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(meeting: Meeting, *, stamp: datetime, link: bool) -> Event:
    if meeting.day is None or meeting.from_time is None or meeting.to_time is None:
        raise ValueError("a meeting without a date has no entry")
    zone, event = ZoneInfo(meeting.zone), Event()
    event.add("uid", uid_of(meeting.pk))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", datetime.combine(meeting.day, meeting.from_time, tzinfo=zone))
    event.add("dtend", datetime.combine(meeting.day, meeting.to_time, tzinfo=zone))
    event.add("summary", meeting.title)
    event.add("sequence", meeting.sequence)
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    page = settings.SITE_URL + reverse("meeting", args=[meeting.pk])
    event.add("url", page)
    parts = [meeting.agenda, meeting.directions if meeting.is_in_person else ""]
    shown = meeting.joining_link if link and meeting.is_online else ""
    parts += [f"Join online: {shown}" if shown else "", page]
    event.add("description", "\n\n".join(part for part in parts if part))
    event.add("location", _where(meeting))
    return event


def _where(meeting: Meeting) -> str:
    if meeting.way == Meeting.Way.ONLINE:
        return "Online"
    place = meeting.place or "to be told"
    return f"{place}, and online" if meeting.way == Meeting.Way.BOTH else place


def _written(calendar: Calendar, events: list[Event]) -> bytes:
    calendar.add_component(_london())
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()  # of a meeting in another zone
    return bytes(calendar.to_ical())


def _london() -> Timezone:
    """The zone by its two rules, as calendars write it themselves. What icalendar makes of it lists each change since
    1970 and sets those in spring an hour late; vobject then reads every winter as summer.
    """
    zone = Timezone()
    zone.add("tzid", ZONE)
    nought, one = timedelta(0), timedelta(hours=1)
    for part, name, first, month, before, then in (
        (TimezoneDaylight(), "BST", datetime(1981, 3, 29, 1), 3, nought, one),
        (TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), 10, one, nought),
    ):
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", then)
        zone.add_component(part)
    return zone
