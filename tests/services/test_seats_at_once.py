"""Threat 85: two hundred want one place at once, and there is never one too many; threat 86: one answer a member; and two
representatives at once make one outcome."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import Member
from meetings.actions.answer_invitation import answer_invitation
from meetings.actions.ask_dates import ask_dates
from meetings.actions.fix_date import Date, fix_date
from meetings.actions.say_which_dates import say_which_dates
from meetings.models import DateAnswer, Invitation, Meeting
from meetings.places import waiting_list
from outbox.models import Event
from regions.models import Membership, Service
from regions.permissions import Refused
from tests.factories import make_representative
from tests.meetings.making import dated, in_days, make_meeting, wish

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
THREADS = 16  # the pool of connections has twenty


def at_once(work, things: list) -> list:
    def run(thing):
        try:
            return work(thing)
        except Refused as refused:
            return refused.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, things))


@pytest.fixture
def crowd(north_west) -> list[Member]:
    """Two hundred members of twenty services."""
    services = Service.objects.bulk_create(
        Service(name=f"Crowd {number}", slug=f"crowd-{number}", region=north_west) for number in range(20)
    )
    people = Member.objects.bulk_create(
        Member(email=f"crowd{number}@x.example", first_name="C", last_name=str(number)) for number in range(200)
    )
    today = timezone.localdate()
    Membership.objects.bulk_create(
        Membership(member=person, service=services[number % 20], starts=today) for number, person in enumerate(people)
    )
    return people


def test_85_two_hundred_at_once_for_one_place_and_then_it_changes_hands(crowd, north_west):
    meeting = make_meeting(make_representative(north_west), north_west, dated(capacity=1))
    at_once(lambda member: answer_invitation(member, meeting.pk, answer="yes").place, crowd)

    places = list(Invitation.objects.filter(member__in=crowd).values_list("place", flat=True))
    assert (places.count("taken"), places.count("waiting")) == (1, 199)
    assert Meeting.objects.get().taken == 1

    # The holder leaves while ten of those who wait press once more: one is given it, by one event.
    holder, line = Invitation.objects.get(place="taken").member, waiting_list(meeting)
    said = {holder.pk: "no"} | {one.invitation.member_id: "yes" for one in line[1:11]}
    people = Member.objects.filter(pk__in=said)
    at_once(lambda member: answer_invitation(member, meeting.pk, answer=said[member.pk]).pk, list(people))

    assert Invitation.objects.get(place="taken").member == line[0].invitation.member
    assert (Meeting.objects.get().taken, Event.objects.filter(name="PlaceGiven").count()) == (1, 1)


def test_two_representatives_at_once_fix_one_date(north_west):
    reps = [make_representative(north_west) for _ in range(2)]
    meeting = make_meeting(reps[0], north_west, wish())
    wanted = {rep.pk: Date(in_days(20 + number), time(10), time(12)) for number, rep in enumerate(reps)}
    results = at_once(lambda rep: fix_date(rep, meeting.pk, wanted=wanted[rep.pk]).day, reps)

    assert results.count("date_is_fixed") == 1
    assert Meeting.objects.get().day in results
    assert Event.objects.filter(name="DateFixed").count() == 1


def test_86_a_hundred_changes_of_mind_at_once_are_one_answer(crowd, north_west):
    rep = make_representative(north_west)
    meeting = make_meeting(rep, north_west, wish())
    ask_dates(rep, meeting.pk, dates=[Date(in_days(days), time(10), time(12)) for days in (20, 21)])
    says = [{1: "yes", 2: "no"}, {1: "no", 2: "yes"}] * 50
    at_once(lambda says: say_which_dates(crowd[0], meeting.pk, says=says).pk, says)

    found = sorted(DateAnswer.objects.order_by("option").values_list("says", flat=True))
    assert found == ["no", "yes"]
