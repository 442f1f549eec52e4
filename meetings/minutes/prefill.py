"""The first draft of minutes: what is known already, in the order that the association writes it in."""

import re

from meetings.access import networks_of
from meetings.minutes.attendance import is_noted, there_ids
from meetings.models import ActionPoint, Answer, Invitation, Meeting, Minutes
from meetings.wall_time import day_in_words

LINE_MARK = re.compile(r"^\s*(?:\d{1,2}[.):]?|[-*•])\s+")
LONGEST_TITLE, MOST_LINES, MOST_BEFORE = 120, 40, 10


def first_items(meeting: Meeting) -> list[tuple[str, str]]:
    """(title, note) of each."""
    people = list(
        meeting.invitations.select_related("member", "service").order_by("member__last_name", "member__first_name")
    )
    there, noted, last = there_ids(meeting), is_noted(meeting), last_minuted(meeting)
    present = [row for row in people if row.member_id in there]
    apologies = [row for row in people if row.answer == Answer.NO and row.member_id not in there]
    said = "" if noted or not present else "Nobody has noted who was there. These said that they come: "
    return [
        ("Present", said + _names(present)),
        ("Apologies", _names(apologies)),
        ("Declarations of interest", ""),
        ("Quoracy", _quoracy(present, people) if noted else ""),
        ("Minutes of the last meeting", _last(last)),
        ("Matters arising", _arising(last)),
        *((title, "") for title in agenda_lines(meeting.agenda)),
    ]


def agenda_lines(agenda: str) -> list[str]:
    """An item for each line of the draft agenda, without its own number."""
    lines = [LINE_MARK.sub("", line).strip()[:LONGEST_TITLE] for line in agenda.splitlines()]
    return [line for line in lines if line][:MOST_LINES]


def last_minuted(meeting: Meeting) -> Minutes | None:
    """Of the last meeting before this one that has minutes and was one of the same networks: what only one of them
    reads is not told to the others.
    """
    if meeting.starts is None:
        return None
    earlier = Minutes.objects.filter(meeting__network=meeting.network_id, meeting__starts__lt=meeting.starts)
    ours = {network.pk for network in networks_of(meeting)}
    for minutes in earlier.select_related("meeting").order_by("-meeting__starts", "-pk")[:MOST_BEFORE]:
        if ours <= {network.pk for network in networks_of(minutes.meeting)}:
            return minutes
    return None


def _names(rows: list[Invitation]) -> str:
    return "; ".join(
        f"{row.member.full_name} ({row.service.name})" if row.service else row.member.full_name for row in rows
    )


def _quoracy(present: list[Invitation], people: list[Invitation]) -> str:
    here = {row.service_id for row in present if row.service_id}
    invited = {row.service_id for row in people if row.service_id}
    return f"{len(here)} of {len(invited)} services were represented." if invited else ""


def _last(last: Minutes | None) -> str:
    if last is None or last.meeting.day is None:
        return ""
    told = f"{last.meeting.title}, {day_in_words(last.meeting.day)}"
    return f"{told}: agreed." if last.is_locked else f"{told}: to be agreed at this meeting."


def _arising(last: Minutes | None) -> str:
    """The action points of the last meeting, with what became of them."""
    if last is None or last.published is None:
        return ""
    rows = ActionPoint.objects.filter(item__minutes=last).exclude(state=ActionPoint.State.DROPPED)
    return "\n".join(action_line(row) for row in rows.select_related("owner").order_by("due", "pk"))


def action_line(row: ActionPoint) -> str:
    """«Ask about transport (SA, 8 January 2027): open»."""
    owner = row.owner.initials if row.owner is not None else "nobody"
    return f"{row.words} ({owner}, {row.due.day} {row.due:%B %Y}): {row.get_state_display()}"
