"""Meetings of the North West: one with a date, one still an idea, one that was arranged elsewhere."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Member
from meetings.actions.propose_meeting import propose_meeting
from meetings.actions.record_meeting import record_meeting
from meetings.models import Meeting
from meetings.wishes import Wish
from regions.facts import in_force
from regions.models import Network, Representation

AGENDA = """10:00 Welcome, apologies, actions of last time
10:20 Remand beds: a protocol for the region
11:15 Turnaround after March
12:15 Around the services, ten minutes each"""
DIRECTIONS = """Ten minutes on foot from Preston station. The visitors’ car park is behind the building.
Ask at the desk for committee room B."""


def load_meetings(now: datetime) -> None:
    region = Network.objects.filter(slug="north-west").first()
    today = timezone.localdate(now)
    term = Representation.objects.filter(in_force(today), network=region).order_by("pk").first()
    if region is None or term is None:
        return
    rep = Member.objects.get(pk=term.member_id)
    winter = Wish(
        title="North West winter meeting", way=Meeting.Way.BOTH, place="County Hall, Preston", directions=DIRECTIONS,
        joining_link="https://meet.example/north-west-winter", agenda=AGENDA, capacity=20, day=_weekday(today, 24),
        from_time=time(10), to_time=time(13), closes=_weekday(today, 24) - timedelta(days=4),
    )  # fmt: skip
    propose_meeting(rep, region.pk, wish=winter, idempotency_key="demo:winter", now=now)
    spring = Wish(title="A morning on girls in custody", way=Meeting.Way.ONLINE, agenda="Who would open it?")
    propose_meeting(rep, region.pk, wish=spring, idempotency_key="demo:spring", now=now)
    forum = Wish(
        title="Regional prevention forum (probation’s)", place="Manchester", day=_weekday(today, -20),
        from_time=time(9, 30), to_time=time(12),
    )  # fmt: skip
    record_meeting(rep, region.pk, wish=forum, idempotency_key="demo:forum", now=now)


def _weekday(today: date, days: int) -> date:
    """About so many days away, on a Tuesday."""
    near = today + timedelta(days=days)
    return near + timedelta(days=(1 - near.weekday()) % 7)
