"""The topic of a meeting, or of its minutes, for who may read it."""

from accounts.models import Member
from forum.access import visible_topics
from forum.models import Topic
from meetings.models import Meeting, Minutes


def topic_to_read(member: Member, meeting: Meeting | Minutes) -> Topic | None:
    if meeting.topic_id is None:
        return None
    return visible_topics(member).filter(pk=meeting.topic_id).select_related("forum").first()
