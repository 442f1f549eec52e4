"""Minutes on a board: a topic, whose first post is their text, so that they are found and talked about there."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Member
from forum.access import NotVisible
from forum.actions.reply_to_topic import reply_to_topic
from forum.actions.start_topic import start_topic
from forum.content import LONGEST_TITLE
from forum.models import Topic
from forum.origin import Origin
from meetings.minutes.sheet import Sheet, sheet_of
from meetings.models import Minutes
from meetings.wall_time import day_in_words
from regions.permissions import Refused

LONGEST = 50_000  # of the text in a post; what is longer goes on at the minutes' page


def open_minutes_topic(actor: Member, minutes: Minutes, board_slug: str) -> Topic:
    """Raises NotVisible, Refused, BadContent."""
    post = start_topic(
        actor, board_slug, title=f"Minutes: {minutes.meeting.title}"[:LONGEST_TITLE], content=_text(minutes),
        kind=Topic.Kind.DISCUSSION, origin=Origin.web(), idempotency_key=f"minutes:{minutes.pk}",
    )  # fmt: skip
    return post.topic


def post_as_agreed(actor: Member, minutes: Minutes) -> None:
    """Into their topic: that they are agreed, with the whole text where a word has changed since it was opened there. A
    topic that takes no answer from the person stays as it is: the minutes' page says the same.
    """
    if minutes.topic_id is None or minutes.agreed_on is None or minutes.published is None:
        return
    changed = minutes.changed > minutes.published
    said = f"These minutes were agreed on {day_in_words(minutes.agreed_on)}."
    content = f"{said} This is their text as it was agreed.\n\n{_text(minutes)}" if changed else said
    try:
        reply_to_topic(
            actor,
            minutes.topic_id,
            content=content,
            origin=Origin.web(),
            idempotency_key=f"minutes-agreed:{minutes.pk}",
        )
    except (NotVisible, Refused):
        return


def _text(minutes: Minutes) -> str:
    address = f"{settings.SITE_URL}{reverse('minutes', args=[minutes.meeting_id])}"
    text = as_text(sheet_of(minutes))
    if len(text) > LONGEST:
        text = text[:LONGEST] + " …"
    return f"{text}\n\nThe minutes’ page: {address}"


def as_text(sheet: Sheet) -> str:
    """As paragraphs of plain text, which Markdown reads the same way."""
    blocks = [f"{sheet.when}, {sheet.where}. {sheet.status}"]
    for row in sheet.rows:
        lines = [f"**{row.number}. {_plain(row.title)}**", *([_lines(row.note)] if row.note else [])]
        lines += [f"Action: {_plain(action)}" for action in row.actions]
        blocks.append("\n\n".join(lines))
    return "\n\n".join(blocks)


def _plain(words: str) -> str:
    return words.replace("*", "\\*").replace("_", "\\_")


def _lines(note: str) -> str:
    return _plain(note).replace("\n", "  \n")
