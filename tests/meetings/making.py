"""Meetings for tests."""

from datetime import date, time, timedelta

from django.utils import timezone

from meetings.actions.propose_meeting import propose_meeting
from meetings.wishes import Wish
from tests.factories import new_key


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def wish(**more) -> Wish:
    return Wish(**{"title": "Winter meeting", "place": "County Hall, Preston"} | more)


def dated(**more) -> Wish:
    return wish(**{"day": in_days(30), "from_time": time(10), "to_time": time(13)} | more)


def make_meeting(rep, network, wanted=None, **more):
    return propose_meeting(rep, network.pk, wish=wanted or dated(), idempotency_key=new_key(), **more)
