"""A topic comes back to the member who asked for it: on the site and by mail, if they may still read it."""

from typing import Any

from accounts.models import Member
from forum.access import visible_topics
from forum.events import ReminderDue
from forum.models import Reminder, Topic
from notifications.addresses import reply_address
from notifications.fresh import NothingToSend
from notifications.handlers import tell
from notifications.letters import write_letter
from notifications.models import Letter, Notification
from notifications.tokens import Purpose, seal


def notify_of_reminder(event: ReminderDue, event_id: int) -> None:
    found = _still_wanted(event.reminder_id)
    if found is not None and found[1].first_post is not None:
        tell([found[0].pk], event_id, Notification.Kind.REMINDER, found[1].first_post)


def write_reminder(event: ReminderDue, event_id: int) -> None:
    found = _still_wanted(event.reminder_id)
    if found is not None:
        context = {"reminder_id": event.reminder_id}
        write_letter("reminder", member=found[0], key=f"reminder:{event_id}", context=context)


def reminder_facts(letter: Letter) -> dict[str, Any]:
    """The topic, read when the letter leaves, with the member's own address to answer to."""
    found = _still_wanted(letter.context["reminder_id"])
    if found is None:
        raise NothingToSend
    member, topic = found
    token = seal(Purpose.REPLY, member_id=member.pk, thing_id=topic.pk, generation=member.token_generation)
    return {"topic": topic, "reply_to": reply_address(token)}


def _still_wanted(reminder_id: int) -> tuple[Member, Topic] | None:
    """The member and the topic; None once it is done, put off, or no longer theirs to read."""
    row = Reminder.objects.select_related("member").filter(pk=reminder_id, told__isnull=False).first()
    if row is None or not row.member.is_active:
        return None
    topics = visible_topics(row.member).select_related("forum__network", "poster", "first_post", "last_post__poster")
    topic = topics.filter(pk=row.topic_id).first()
    return None if topic is None else (row.member, topic)
