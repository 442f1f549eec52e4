"""Meetings of the North West: one with a date, one still an idea, one that was arranged elsewhere."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Member
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.ask_dates import ask_dates
from meetings.actions.fix_date import Date
from meetings.actions.propose_meeting import propose_meeting
from meetings.actions.record_meeting import record_meeting
from meetings.actions.say_which_dates import say_which_dates
from meetings.models import Meeting
from meetings.people import people_to_invite
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
    dated = propose_meeting(rep, region.pk, wish=winter, idempotency_key="demo:winter", now=now)
    spring = Wish(title="A morning on girls in custody", way=Meeting.Way.ONLINE, agenda="Who would open it?")
    looking = propose_meeting(rep, region.pk, wish=spring, idempotency_key="demo:spring", now=now)
    days = [_weekday(today, 40), _weekday(today, 40) + timedelta(days=2), _weekday(today, 47)]
    ask_dates(rep, looking.pk, dates=[Date(day, time(9, 30), time(12)) for day in days], now=now)
    people = people_to_invite(looking)
    for turn, member in enumerate(people[:5]):
        says = {number: ("yes", "no", "need_be")[(turn + number) % 3] for number in (1, 2, 3)}
        say_which_dates(member, looking.pk, says=says, now=now)
    for turn, member in enumerate(people[1:9]):
        answer_invitation(
            member, dated.pk, answer=("yes", "yes", "no", "yes", "maybe")[turn % 5], online=turn % 4 == 3, now=now
        )
    forum = Wish(
        title="Regional prevention forum (probation’s)", place="Manchester", day=_weekday(today, -20),
        from_time=time(9, 30), to_time=time(12),
    )  # fmt: skip
    record_meeting(rep, region.pk, wish=forum, idempotency_key="demo:forum", now=now)


def _weekday(today: date, days: int) -> date:
    """About so many days away, on a Tuesday."""
    near = today + timedelta(days=days)
    return near + timedelta(days=(1 - near.weekday()) % 7)
