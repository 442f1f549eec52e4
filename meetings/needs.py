"""What meetings have that waits for a member: sources of their home (`forum/home_needs.py`)."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import Member
from forum.home_needs import as_need
from meetings.lifecycle import State
from meetings.models import MeetingNetwork
from regions.standing import State as Standing
from regions.standing import member_standing


def asked_to_join(member: Member) -> QuerySet[Any] | None:
    """Meetings of other networks that one which I look after was asked to join."""
    who = member_standing(member)
    if who.state is not Standing.CURRENT or not who.represents | who.covers:
        return None
    rows = MeetingNetwork.objects.filter(
        state=MeetingNetwork.State.ASKED, network__in=who.represents | who.covers, network__closed=None,
        meeting__state__in=(State.PROPOSED, State.POLLING, State.FIXED),
    )  # fmt: skip
    return as_need(
        rows, "asked_to_join", thing="meeting_id", words="meeting__title", person="meeting__proposed_by", moment="asked"
    )
