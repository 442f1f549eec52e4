"""What a notification says: one line, where it leads, why it came, and where that is changed.

The page, and the browser's own notification, say the same line. It names nothing that its reader may not read: who may
not read the topic any more has no row (`selectors.told_to`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from notifications.kinds import ABOUT
from notifications.models import Notification

Kind = Notification.Kind
ALWAYS = "It always comes."


@dataclass
class Line:
    """One notification, or several answers in one topic together. `switch`: what turns the kind off, if it can be."""

    row: Any
    number: int
    text: str
    address: str
    said: str
    why: str
    switch: str

    @property
    def read_by(self) -> Any:
        """The board whose readers the line is about."""
        if self.row.kind == Kind.READERS:
            return self.row.board
        return self.row.topic.forum if self.row.kind == Kind.MOVED else None

    @property
    def board(self) -> Any:
        """Where it happened, where the line does not say it."""
        named = self.row.topic is not None and self.row.kind not in (Kind.FOUND, Kind.MOVED, Kind.READERS)
        return self.row.topic.forum if named else None

    @property
    def network(self) -> Any:
        if self.row.meeting is not None:
            return self.row.meeting.network
        if self.row.board is not None:
            return self.row.board.network
        return self.row.topic.forum.network if self.row.topic is not None and self.row.kind != Kind.FOUND else None


def lines_of(rows: Iterable[Any]) -> list[Line]:
    """In the order given; answers of one topic, read or unread, stand together where the newest of them stands."""
    lines: list[Line] = []
    answers: dict[tuple[int, bool], Line] = {}
    for row in rows:
        key = (row.topic_id, row.is_read)
        if row.kind == Kind.ANSWER and key in answers:
            _take_in(answers[key], row)
            continue
        line = line_of(row)
        lines.append(line)
        if row.kind == Kind.ANSWER:
            answers[key] = line
    return lines


def line_of(row: Any) -> Line:
    text, address, said = _words(row)
    why, switch = _why(row)
    return Line(row, 1, text, address, said, why, switch)


def _take_in(line: Line, row: Any) -> None:
    """An older answer of the same topic: the line leads to the oldest."""
    names = [line.row.post.poster.full_name]
    line.number += 1
    line.text = f"{line.number} answers in {row.topic.subject}"
    line.address = reverse("post", args=[row.post_id])
    line.said = f"the last by {names[0]}"


OF_MEETINGS = {
    Kind.MTG_PROPOSED: "a meeting is proposed",
    Kind.MTG_DATES: "which dates suit you?",
    Kind.MTG_FIXED: "you are invited",
    Kind.MTG_CHANGED: "it has another time or place",
    Kind.MTG_OFFER: "a place has come free for you",
    Kind.MTG_OFF: "it was called off",
}
OF_MINUTES = {Kind.MINUTES: "minutes to read", Kind.ACTION_DUE: "an action point of yours is due"}


def _words(row: Any) -> tuple[str, str, str]:
    if row.kind in OF_MEETINGS:
        return row.meeting.title, reverse("meeting", args=[row.meeting_id]), OF_MEETINGS[row.kind]
    if row.kind in OF_MINUTES:
        page = reverse("action", args=[row.thing]) if row.thing else reverse("minutes", args=[row.meeting_id])
        return row.meeting.title, page, OF_MINUTES[row.kind]
    match row.kind:
        case Kind.NEW_TOPIC:
            return row.topic.subject, _topic(row), f"{row.post.poster.full_name} started a topic"
        case Kind.ANSWER:
            return row.topic.subject, _post(row), f"{row.post.poster.full_name} answered"
        case Kind.MENTION:
            return row.topic.subject, _post(row), f"{row.post.poster.full_name} called you by name"
        case Kind.ACCEPTED:
            return row.topic.subject, _post(row), "your answer helped"
        case Kind.CLOSED:
            return row.topic.subject, _topic(row), "closed with a summary"
        case Kind.REMINDER:
            return f"You wanted to come back to: {row.topic.subject}", _topic(row), "you chose this day"
        case Kind.APPROVED:
            return f"Your post has appeared: {row.post.subject}", _post(row), "others read it now"
    return _words_of_own_posts(row) if row.post_id and row.kind != Kind.FOUND else _words_of_others(row)


def _words_of_own_posts(row: Any) -> tuple[str, str, str]:
    own = reverse("held_post", args=[row.post_id])
    reports = reverse("my_reports")
    match row.kind:
        case Kind.HELD:
            return f"A post of yours is held: {row.post.subject}", own, "only you can see it"
        case Kind.RETURNED:
            return f"A post of yours was returned: {row.post.subject}", own, "your text is kept"
        case Kind.REMOVED:
            return "A post of yours was removed", own, "you can read why"
        case Kind.REPORT_DONE:
            return "Your report was decided on", reports, "by who looks after the board"
        case Kind.PASSED_ON:
            mine = row.post.poster_id == row.member_id
            return "What you wait for has passed on", own if mine else reports, "to somebody who can decide it now"
    decide = reverse("decide_held_post", args=[row.post_id])
    return "A post waits for your decision", decide, "on a board that you look after"


def _words_of_others(row: Any) -> tuple[str, str, str]:
    match row.kind:
        case Kind.FOUND:
            counted = f"{row.finds} new post{'' if row.finds == 1 else 's'}"
            address = reverse("saved_search", args=[row.search_id]) + "#new"
            return f"{row.search.name}: {counted}", address, "found by your saved search"
        case Kind.READERS:
            address = reverse("board", args=[row.board.slug])
            return f"Who reads {row.board.name} has changed", address, "also what was written before"
        case Kind.MOVED:
            return f"{row.topic.subject} was moved", _topic(row), f"It stands on {row.topic.forum.name}."
        case Kind.MOVED_AWAY:
            text = "A topic that you wrote in was moved to a board that you do not read"
            said = "That board’s readers read what you wrote. It stays among your posts."
            return text, reverse("my_posts"), said
        case Kind.REQUEST:
            said = "you answer for your region"
            return "Another region asks yours a question", reverse("asked_region", args=[row.thing]), said
        case Kind.APPLICATION:
            return "Somebody asks to join", reverse("application", args=[row.thing]), "it waits for your decision"
    return "Your membership has changed", reverse("my_membership"), "a letter says how"


def _why(row: Any) -> tuple[str, str]:
    if row.kind in OF_MINUTES:
        return ("It is a meeting of yours.", "minutes") if row.kind == Kind.MINUTES else ("You do it.", "action")
    if row.kind in OF_MEETINGS:
        return "It is a meeting of yours.", "meeting" if row.kind in ABOUT else ""
    match row.kind:
        case Kind.NEW_TOPIC:
            return "You are told of new topics in your networks.", "new_topic"
        case Kind.ANSWER:
            return "You are told of answers in your networks, and in what you follow.", "answer"
        case Kind.MENTION:
            return "You are named in it.", "mention"
        case Kind.ACCEPTED | Kind.CLOSED:
            return "You answered in it.", "outcome"
        case Kind.FOUND:
            return "You saved this search.", "find"
        case Kind.READERS | Kind.MOVED:
            return "You take part, and know who reads.", "readers"
        case Kind.MOVED_AWAY:
            return f"You wrote in it. {ALWAYS}", ""
        case Kind.TO_DECIDE | Kind.REQUEST | Kind.APPLICATION:
            return f"It waits for you. {ALWAYS}", ""
        case Kind.REMINDER:
            return "You asked to be reminded.", ""
        case Kind.MEMBERSHIP:
            return f"It is about you. {ALWAYS}", ""
    return f"It is about what you wrote or reported. {ALWAYS}", ""


def _topic(row: Any) -> str:
    return reverse("topic", args=[row.topic_id])


def _post(row: Any) -> str:
    return reverse("post", args=[row.post_id])
