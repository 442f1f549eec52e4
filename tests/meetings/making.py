"""Meetings for tests."""

from datetime import date, time, timedelta

from django.utils import timezone

from meetings.actions.propose_meeting import propose_meeting
from meetings.wishes import Wish
from regions.actions.admit_member import admit_member
from tests.factories import make_person, new_key


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def wish(**more) -> Wish:
    return Wish(**{"title": "Winter meeting", "place": "County Hall, Preston"} | more)


def dated(**more) -> Wish:
    return wish(**{"day": in_days(30), "from_time": time(10), "to_time": time(13)} | more)


def make_meeting(rep, network, wanted=None, **more):
    return propose_meeting(rep, network.pk, wish=wanted or dated(), idempotency_key=new_key(), **more)


def colleague_of(member, first_name: str):
    """Somebody else of the member's service."""
    person, place = make_person(first_name), member.memberships.get()
    admit_member(None, person, place.service, tier="second", job_title="Manager", starts=place.starts)
    return person
