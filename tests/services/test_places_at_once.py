"""Two leads at once do not give the same last place twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import Member
from regions.actions.add_colleague import Colleague, add_colleague
from regions.actions.record_payment import Money, record_payment
from regions.models import Membership, Payment, Service
from regions.permissions import Refused
from regions.places import places_of
from tests.factories import make_member, new_key

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, how_many: int) -> list:
    def run(number):
        try:
            return work(number)
        except Refused as refused:
            return refused.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(how_many) as pool:
        return list(pool.map(run, range(how_many)))


def money(places: int) -> Money:
    return Money(paid_by="council", amount_pence=1, paid_on=timezone.localdate(), places=places)


def test_eight_colleagues_at_once_take_three_places(north_west):
    lead = make_member(north_west, "Beth", address="beth@anytown.example")
    service = lead.memberships.get().service
    Service.objects.filter(pk=service.pk).update(lead=lead)
    record_payment(None, service=service, year=timezone.localdate(), money=money(3), idempotency_key=new_key())

    def add(number: int):
        who = Colleague(f"c{number}@anytown.example", "Col", str(number), "Manager")
        return add_colleague(Member.objects.get(pk=lead.pk), service.pk, who).pk

    results = at_once(add, 8)

    assert results.count("no_place_left") == 5
    assert places_of(service).left == 0
    assert Membership.objects.filter(service=service, tier="second").count() == 3


def test_the_same_payment_sent_eight_times_at_once_is_one(north_west):
    service = make_member(north_west).memberships.get().service

    def pay(_: int):
        return record_payment(
            None, service=service, year=timezone.localdate(), money=money(3), idempotency_key="web:same"
        ).pk

    assert len(set(at_once(pay, 8))) == 1
    assert Payment.objects.count() == 1
