"""Durable events: recorded with the fact, claimed by one worker, handled at least once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from config.event_routes import ROUTES as PRODUCT_ROUTES
from outbox.dispatch import drain_events
from outbox.leases import backoff, claim, release
from outbox.models import Event, Stream
from outbox.record import newest_numbers, next_number, record

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class LampLit:
    lamp_id: int


seen: list[int] = []


def look(event: LampLit, event_id: int) -> None:
    seen.append(event.lamp_id)


def fall(event: LampLit, event_id: int) -> None:
    raise RuntimeError("fell")


ROUTES = {LampLit: (look,)}
FALLING = {LampLit: (look, fall)}


@pytest.fixture(autouse=True)
def routes(settings):
    seen.clear()
    settings.EVENT_ROUTES = f"{__name__}.ROUTES"


def test_recorded_event_is_handled_once():
    record(LampLit(7))

    assert (drain_events(), drain_events(), seen) == (1, 0, [7])


@pytest.mark.django_db(transaction=True)
def test_event_of_a_rolled_back_fact_never_was():
    with transaction.atomic():
        record(LampLit(1), stream="street")
        transaction.set_rollback(True)

    assert Event.objects.count() == 0
    assert newest_numbers(["street"]) == {"street": 0}


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(LampLit(1))


def test_failing_handler_leaves_the_event_to_be_tried_again_later(settings):
    settings.EVENT_ROUTES = f"{__name__}.FALLING"
    record(LampLit(3))
    assert drain_events() == 0

    row = Event.objects.get()
    assert (row.handled, row.attempts) == (None, 1)
    assert "fell" in row.last_error
    assert row.next_try > timezone.now()
    settings.EVENT_ROUTES = f"{__name__}.ROUTES"
    assert drain_events() == 0
    Event.objects.update(next_try=timezone.now())
    assert (drain_events(), seen) == (1, [3, 3])


def test_event_without_a_route_waits_and_is_not_lost(settings):
    record(LampLit(1))
    Event.objects.update(name="Unknown")

    assert drain_events() == 0
    assert "no route" in Event.objects.get().last_error


def test_row_is_claimed_by_one_worker_only():
    record(LampLit(1))

    first = claim(Event, Q(handled=None), limit=5, seconds=60)
    assert len(first) == 1
    assert claim(Event, Q(handled=None), limit=5, seconds=60) == []


def test_row_of_a_worker_that_died_comes_back_when_its_lease_is_over():
    record(LampLit(1))
    claim(Event, Q(handled=None), limit=5, seconds=60)

    later = timezone.now() + timedelta(seconds=61)
    assert len(claim(Event, Q(handled=None), limit=5, seconds=60, now=later)) == 1


def test_worker_that_lost_its_lease_releases_nothing():
    record(LampLit(1))
    (old,) = claim(Event, Q(handled=None), limit=5, seconds=60)
    (new,) = claim(Event, Q(handled=None), limit=5, seconds=60, now=timezone.now() + timedelta(seconds=61))

    release(old, error="too late")
    assert Event.objects.get().lease_token == new.lease_token


def test_pauses_grow_and_have_an_end():
    pauses = [backoff(attempt).total_seconds() for attempt in (1, 2, 3, 30)]
    assert pauses == [5, 10, 20, 3600]


def test_numbers_of_a_stream_have_no_gaps():
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]
    assert Stream.objects.get(pk="a").seq == 3


def test_every_event_of_the_product_has_a_route_that_exists(settings):
    assert all(callable(handler) for handlers in PRODUCT_ROUTES.values() for handler in handlers)
    rooms = {"accounts", "forum", "meetings", "notifications", "regions"}
    assert {kind.__module__ for kind in PRODUCT_ROUTES} == {f"{room}.events" for room in rooms}
