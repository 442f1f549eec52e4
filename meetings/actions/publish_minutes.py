"""The minutes go to the network: a topic on one of its boards, and one mail to those who were not there."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from audit.write import write_entry
from meetings.events import MinutesPublished
from meetings.lifecycle import Act, after
from meetings.minutes.access import minutes_to_write
from meetings.minutes.posting import open_minutes_topic
from meetings.models import Minutes
from meetings.streams import meeting_stream
from outbox.record import record
from regions.permissions import Reason, require


@transaction.atomic
def publish_minutes(actor: Member, meeting_id: int, *, board_slug: str = "") -> Minutes:
    """Once. As a draft, when those who were there have it. Without a board no topic is opened.

    Raises NotVisible, Refused, BadContent.
    """
    minutes = minutes_to_write(actor, meeting_id)
    if minutes.published is not None:
        return minutes
    require(minutes.state != Minutes.State.WRITING, Reason.MINUTES_NOT_OUT)
    meeting = minutes.meeting
    meeting.state = after(meeting.state, Act.PUBLISH_MINUTES)
    meeting.save(update_fields=["state"])
    minutes.published = timezone.now()
    if board_slug:
        minutes.topic = open_minutes_topic(actor, minutes, board_slug)
    minutes.save(update_fields=["published", "topic"])
    write_entry("publish_minutes", actor_id=actor.pk, subject=f"meeting {meeting.pk}", network_id=meeting.network_id)
    record(MinutesPublished(meeting_id=meeting.pk), stream=meeting_stream(meeting.pk))
    return minutes
