"""Somebody who was there says that the draft is right."""

from django.db import transaction

from accounts.models import Member
from meetings.access import allowed, get_meeting_for, networks_of
from meetings.minutes.access import get_minutes_for
from meetings.models import Minutes, MinutesCheck
from regions.permissions import Reason, can_correct_minutes, refuse, require
from regions.standing import standing_of


@transaction.atomic
def check_minutes(actor: Member, meeting_id: int) -> MinutesCheck:
    """Raises NotVisible, Refused."""
    meeting = get_meeting_for(actor, meeting_id)
    minutes = get_minutes_for(actor, meeting_id)
    require(allowed(standing_of(actor), can_correct_minutes, networks_of(meeting)), Reason.NOT_INVITED)
    if minutes.state != Minutes.State.CIRCULATED:
        refuse(Reason.MINUTES_LOCKED if minutes.is_locked else Reason.MINUTES_NOT_OUT)
    return MinutesCheck.objects.get_or_create(minutes=minutes, member=actor)[0]
