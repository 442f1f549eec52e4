"""Who arranges a meeting asks everybody which dates suit."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.actions.fix_date import Date
from meetings.dates import MOST_OPTIONS
from meetings.events import DatesAsked
from meetings.lifecycle import Act, after
from meetings.models import DateOption, Meeting
from meetings.streams import meeting_stream
from meetings.wishes import checked_date
from outbox.record import record
from regions.permissions import Reason, can_ask_dates, require
from regions.problems import Problem
from regions.standing import standing_of


@transaction.atomic
def ask_dates(
    actor: Member, meeting_id: int, *, dates: Sequence[Date], closes: date | None = None, now: datetime | None = None
) -> Meeting:
    """Two dates or more; `closes` is the last day on which answers are taken. Raises NotVisible, Refused, Problem."""
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_ask_dates, networks_of(meeting)), Reason.NOT_THE_REPRESENTATIVE)
    state = after(meeting.state, Act.ASK_DATES)
    now = now or timezone.now()
    options = checked_options(meeting, dates, now=now)
    if closes is not None and closes < timezone.localdate(now):
        raise Problem("closes", "This day is over. Choose one that is still to come, or leave it empty.")
    DateOption.objects.bulk_create(options)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, dates_close=closes, version=meeting.version + 1)
    write_entry("ask_dates", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    record(DatesAsked(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    meeting.refresh_from_db()
    return meeting


def checked_options(meeting: Meeting, dates: Sequence[Date], *, now: datetime) -> list[DateOption]:
    """In the order of their days, not saved. Raises Problem, with the number of the line in front."""
    options: list[DateOption] = []
    for number, wanted in enumerate(dates, 1):
        try:
            facts = checked_date(wanted, now=now)
        except Problem as problem:
            raise Problem("dates", f"Date {number}: {problem.sentence}") from problem
        options.append(DateOption(meeting=meeting, **facts))
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise Problem("dates", f"Give from two to {MOST_OPTIONS} dates. For one date, set it.")
    if len({(option.starts, option.ends) for option in options}) < len(options):
        raise Problem("dates", "The same date stands there twice.")
    options.sort(key=lambda option: (option.starts, option.ends))
    for number, option in enumerate(options, 1):
        option.number = number
    return options
