"""Which switch of the matrix a notification of a kind has; and the families by which the page sorts them."""

from forum.models import Post
from forum.told import Told
from notifications.models import Notification

Kind = Notification.Kind

ABOUT: dict[str, Told] = {
    Kind.NEW_TOPIC: Told.NEW_TOPIC,
    Kind.ANSWER: Told.ANSWER,
    Kind.MENTION: Told.MENTION,
    Kind.ACCEPTED: Told.OUTCOME,
    Kind.CLOSED: Told.OUTCOME,
    Kind.FOUND: Told.FIND,
    Kind.READERS: Told.READERS,
    Kind.MOVED: Told.READERS,
    Kind.MTG_PROPOSED: Told.MEETING,
    Kind.MTG_DATES: Told.MEETING,
    Kind.MTG_FIXED: Told.MEETING,
    Kind.MTG_CHANGED: Told.MEETING,
    Kind.MTG_OFF: Told.MEETING,
    Kind.MINUTES: Told.MINUTES,
    Kind.ACTION_DUE: Told.ACTION,
}

FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "topics": ("New topics", (Kind.NEW_TOPIC,)),
    "answers": ("Answers", (Kind.ANSWER, Kind.ACCEPTED, Kind.CLOSED)),
    "mentions": ("My name", (Kind.MENTION,)),
    "waiting": ("Waits for me", (Kind.TO_DECIDE, Kind.REQUEST, Kind.APPLICATION, Kind.REMINDER)),
    "own": (
        "My own posts",
        (Kind.HELD, Kind.RETURNED, Kind.APPROVED, Kind.REMOVED, Kind.REPORT_DONE, Kind.PASSED_ON),
    ),
    "meetings": (
        "Meetings",
        (
            Kind.MTG_PROPOSED,
            Kind.MTG_DATES,
            Kind.MTG_FIXED,
            Kind.MTG_CHANGED,
            Kind.MTG_OFFER,
            Kind.MTG_OFF,
            Kind.MINUTES,
            Kind.ACTION_DUE,
        ),
    ),
    "finds": ("Saved searches", (Kind.FOUND,)),
    "readers": ("Who reads", (Kind.READERS, Kind.MOVED, Kind.MOVED_AWAY)),
    "membership": ("Membership", (Kind.MEMBERSHIP,)),
}


def told_by(post: Post) -> Told:
    """The first post of a topic tells of the topic, each other one is an answer."""
    return Told.NEW_TOPIC if post.number == 1 else Told.ANSWER
