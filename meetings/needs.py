"""What meetings have that waits for a member: sources of their home (`forum/home_needs.py`)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Member
from forum.home_needs import as_need
from meetings.access import visible_meetings
from meetings.lifecycle import State
from meetings.minutes.access import visible_actions
from meetings.minutes.attendance import SAID_YES
from meetings.minutes.overdue import overdue
from meetings.minutes.reminding import BEFORE
from meetings.models import (
    ActionPoint,
    Correction,
    DateAnswer,
    Invitation,
    Meeting,
    MeetingNetwork,
    Minutes,
    MinutesCheck,
)
from regions.permissions import may_write, voting_scope
from regions.standing import State as Standing
from regions.standing import member_standing

DRAFTS_FOR = timedelta(weeks=6)


def invitation(member: Member) -> QuerySet[Any] | None:
    """Meetings to which I am invited, and have not said whether I come; the next on top."""
    if not may_write(member_standing(member)):
        return None
    rows = Invitation.objects.filter(
        member=member, answer="", meeting__state=State.FIXED, meeting__starts__gt=timezone.now(),
        meeting__in=visible_meetings(member).order_by().values("pk"),
    )  # fmt: skip
    return as_need(rows, "invitation", thing="meeting_id", words="meeting__title", moment="meeting__starts")


def dates(member: Member) -> QuerySet[Any] | None:
    """Meetings of my networks that look for a date, and I have not said which suits."""
    who = member_standing(member)
    if not may_write(who):
        return None
    said = Exists(DateAnswer.objects.filter(member=member, option__meeting=OuterRef("meeting")))
    today = timezone.localdate()
    scope = voting_scope(who)
    mine = Q(network__in=scope.network_ids) | Q(network__kind__in=scope.kinds)
    open_still = Q(meeting__dates_close=None) | Q(meeting__dates_close__gte=today)
    rows = MeetingNetwork.objects.filter(
        mine, open_still, ~said, state=MeetingNetwork.State.JOINED, meeting__state=State.POLLING, network__closed=None
    )
    first = MeetingNetwork.objects.filter(meeting=OuterRef("meeting"), state=MeetingNetwork.State.JOINED).filter(mine)
    rows = rows.filter(pk=Subquery(first.order_by("pk").values("pk")[:1]))  # of a meeting of two of mine, one line
    return as_need(
        rows, "dates", thing="meeting_id", words="meeting__title", person="meeting__proposed_by", moment="asked"
    )


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


def minutes_to_agree(member: Member) -> QuerySet[Any] | None:
    """Drafts of meetings where I was, and I have not said that they are right, nor what is wrong; for six weeks."""
    if not may_write(member_standing(member)):
        return None
    said = Exists(MinutesCheck.objects.filter(member=member, minutes=OuterRef("pk")))
    corrected = Exists(Correction.objects.filter(member=member, minutes=OuterRef("pk")))
    noted = Exists(Invitation.objects.filter(meeting=OuterRef("meeting"), attended=True))
    mine = Invitation.objects.filter(meeting=OuterRef("meeting"), member=member)
    there = Exists(mine.filter(attended=True)) | (~noted & Exists(mine.filter(SAID_YES)))
    rows = Minutes.objects.filter(
        there, ~said, ~corrected, state=Minutes.State.CIRCULATED, circulated__gt=timezone.now() - DRAFTS_FOR,
        meeting__in=visible_meetings(member).order_by().values("pk"),
    )  # fmt: skip
    return as_need(rows, "minutes_to_agree", thing="meeting_id", words="meeting__title", moment="circulated")


def action_due(member: Member) -> QuerySet[Any] | None:
    """Action points of mine whose date is near or over."""
    if not may_write(member_standing(member)):
        return None
    rows = visible_actions(member).filter(
        owner=member, state=ActionPoint.State.OPEN, due__lte=timezone.localdate() + BEFORE
    )
    return as_need(rows.select_related(None), "action_due", words="words", moment="made")


def minutes_to_write(member: Member) -> QuerySet[Any] | None:
    """Meetings that a network of mine arranged, whose minutes are overdue."""
    networks = _looked_after(member)
    if not networks:
        return None
    rows = overdue(Meeting.objects.filter(network__in=networks, network__closed=None))
    return as_need(rows, "minutes_to_write", words="title", moment="starts")


def minutes_to_lock(member: Member) -> QuerySet[Any] | None:
    """Published drafts of a network of mine, which has met again since: was that the meeting that agreed them?"""
    networks = _looked_after(member)
    if not networks:
        return None
    later = Meeting.objects.filter(
        network=OuterRef("meeting__network"),
        state__in=(State.HELD, State.MINUTED),
        starts__gt=OuterRef("meeting__starts"),
    )
    rows = Minutes.objects.filter(
        Exists(later), state=Minutes.State.CIRCULATED, published__isnull=False, meeting__network__in=networks,
        meeting__network__closed=None,
    )  # fmt: skip
    return as_need(rows, "minutes_to_lock", thing="meeting_id", words="meeting__title", moment="published")


def _looked_after(member: Member) -> frozenset[int]:
    who = member_standing(member)
    return frozenset(who.represents | who.covers) if who.state is Standing.CURRENT else frozenset()
