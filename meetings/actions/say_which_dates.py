"""A member says which of the dates suit."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forum.content import BadContent
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.events import DatesAnswered
from meetings.lifecycle import Act, after
from meetings.models import DateAnswer, Meeting, Suits
from meetings.streams import meeting_stream
from meetings.wall_time import end_of
from outbox.record import record
from regions.permissions import Reason, can_say_which_dates, require
from regions.standing import standing_of


@transaction.atomic
def say_which_dates(actor: Member, meeting_id: int, *, says: Mapping[int, str], now: datetime | None = None) -> Meeting:
    """By the number of the date, and for each of them. It may be said otherwise until the last day.

    Raises NotVisible, Refused, BadContent.
    """
    meeting = get_meeting_for(actor, meeting_id, lock=True)
    require(allowed(standing_of(actor), can_say_which_dates, networks_of(meeting)), Reason.NOT_INVITED)
    after(meeting.state, Act.SAY_WHICH_DATES)
    now = now or timezone.now()
    require(meeting.dates_close is None or now < end_of(meeting.dates_close), Reason.DATES_CLOSED)
    options = {option.number: option for option in meeting.date_options.all()}
    if set(says) != set(options) or not set(says.values()) <= set(Suits.values):
        raise BadContent("Say of each date whether it suits you: yes, if need be, or no.")
    rows = [DateAnswer(option=options[number], member=actor, says=word, at=now) for number, word in says.items()]
    DateAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["option", "member"], update_fields=["says", "at"]
    )
    record(DatesAnswered(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return meeting
