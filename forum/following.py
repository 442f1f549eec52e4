"""Who follows a topic, by name, for its readers."""

from accounts.models import Member
from forum.models import Topic
from forum.selectors import follower_ids
from regions.permissions import can_read
from regions.standing import standings_of


def followers_of(topic: Topic) -> list[Member]:
    """By choice or by default, and able to read it today; who muted it is not told apart from who never followed it."""
    ids = sorted(follower_ids(topic, by_mail=False))
    reading = [pk for pk, who in standings_of(ids).items() if can_read(who, topic.around, shared=topic.forum.shared)]
    return list(Member.objects.filter(pk__in=reading, is_active=True).order_by("last_name", "first_name", "pk"))
