"""What minutes say, as plain facts: for a post, a mail and the files. All are made of this, so all say the same."""

from dataclasses import dataclass

from django.db.models import Prefetch

from meetings.models import ActionPoint, Meeting, Minutes
from meetings.wall_time import day_in_words, when


@dataclass(frozen=True)
class Row:
    number: int
    title: str
    note: str
    actions: list[str]


@dataclass(frozen=True)
class Sheet:
    title: str
    network: str
    when: str
    where: str
    status: str
    rows: list[Row]


def sheet_of(minutes: Minutes) -> Sheet:
    """Two queries."""
    meeting = minutes.meeting
    actions = ActionPoint.objects.exclude(state=ActionPoint.State.DROPPED).select_related("owner").order_by("due", "pk")
    items = minutes.items.prefetch_related(Prefetch("actions", queryset=actions, to_attr="kept_actions"))
    rows = [Row(item.number, item.title, item.note, [action_words(one) for one in item.kept_actions]) for item in items]
    return Sheet(
        title=meeting.title, network=meeting.network.name, where=_where(meeting), status=status_of(minutes), rows=rows,
        when=when(meeting.day, meeting.from_time, meeting.to_time),
    )  # fmt: skip


def status_of(minutes: Minutes) -> str:
    if minutes.agreed_on is not None:
        return f"Agreed on {day_in_words(minutes.agreed_on)}."
    return "Draft, to be agreed at the next meeting."


def action_words(action: ActionPoint) -> str:
    """«SA: ask about transport, by 8 January 2027 (done)»."""
    owner = f"{action.owner.full_name} ({action.owner.initials})" if action.owner is not None else "Nobody"
    ended = " (done)" if action.state == ActionPoint.State.DONE else ""
    return f"{owner}: {action.words}, by {action.due.day} {action.due:%B %Y}{ended}"


def _where(meeting: Meeting) -> str:
    place = meeting.place or "place not noted"
    return {Meeting.Way.ONLINE: "online", Meeting.Way.BOTH: f"{place}, and online"}.get(Meeting.Way(meeting.way), place)
