"""What this room holds about a person: the meetings that they arranged."""

from typing import Any

from accounts.models import Member
from accounts.personal import Held
from meetings.models import Meeting, MeetingNetwork
from regions.personal_data import traces_with_phone

WORDS = ("title", "place", "directions", "agenda", "reason")
HELD = (
    Held("Meetings that you proposed, and networks for which you said that they take part", "without end",
         "stay; your name, addresses and telephone number are taken out of them",
         ("meetings.Meeting", "meetings.MeetingNetwork")),
)  # fmt: skip


def gather(member: Member) -> dict[str, Any]:
    return {
        "meetings proposed": list(
            Meeting.objects.filter(proposed_by=member)
            .order_by("pk")
            .values("title", "state", "day", "place", "directions", "agenda", "created", "reason")
        ),
    }


def erase(member: Member) -> None:
    traces = traces_with_phone(member)
    for meeting in Meeting.objects.filter(proposed_by=member):
        words = {name: traces.removed_from(getattr(meeting, name)) for name in WORDS}
        Meeting.objects.filter(pk=meeting.pk).update(proposed_by=None, **words)
    MeetingNetwork.objects.filter(decided_by=member).update(decided_by=None)
