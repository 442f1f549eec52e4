"""The topic in which a meeting is talked over: its first post, in the words of who proposes it."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from forum.access import visible_boards
from forum.actions.start_topic import start_topic
from forum.content import LONGEST_TITLE
from forum.models import Board, Topic
from forum.origin import Origin
from meetings.models import Meeting
from meetings.wall_time import when
from regions.models import Network
from regions.permissions import can_start_topic
from regions.standing import member_standing


def boards_for_talk(actor: Member, network: Network) -> list[Board]:
    """The network's boards on which the person may start a topic; none for who only covers it."""
    who = member_standing(actor)
    boards = visible_boards(actor).filter(network=network).order_by("readers", "pk")
    return [board for board in boards if can_start_topic(who, network, closed=board.closed is not None)]


def open_topic(actor: Member, meeting: Meeting, board_slug: str, *, key: str) -> Topic:
    """Raises NotVisible, Refused."""
    post = start_topic(
        actor, board_slug, title=f"Meeting: {meeting.title}"[:LONGEST_TITLE], content=opening_text(meeting),
        kind=Topic.Kind.DISCUSSION, origin=Origin.web(), idempotency_key=f"meeting:{key}"[:80],
    )  # fmt: skip
    return post.topic


def opening_text(meeting: Meeting) -> str:
    date = when(meeting.day, meeting.from_time, meeting.to_time)
    lines = [
        "Shall we meet? This is the place to say what it should be about, and what suits." if not date else
        "This is the place to talk about the meeting.",
        f"When: {date or 'not settled yet'}",
        f"How: {meeting.get_way_display()}" + (f", {meeting.place}" if meeting.place else ""),
    ]  # fmt: skip
    if meeting.agenda:
        lines.append(f"Draft agenda:\n\n{meeting.agenda}")
    return "\n\n".join([*lines, f"The meeting’s page: {settings.SITE_URL}{reverse('meeting', args=[meeting.pk])}"])
