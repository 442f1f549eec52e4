"""What a treasurer expects: «paid to» hides no gap, and what nobody pays for lapses after fair notice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.people.unpaid import remind_of_unpaid_places
from regions.actions.admit_member import admit_member
from regions.actions.correct_payment import correct_payment
from regions.actions.merge_services import merge_services
from regions.actions.record_payment import Money, record_payment
from regions.housekeeping import note_unpaid_places, settle_years_that_begin
from regions.models import Membership, Service, Subscription
from regions.payment import paid_through, settle_places
from regions.permissions import can_read_anything, may_write
from regions.places import places_of
from regions.standing import State, standing_of
from tests.accounts.browsing import subjects
from tests.factories import fresh, make_person, make_service, new_key
from tests.outbound import drain_outbox, mails_to, plain_text

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False)


def pay(holder, *, year=TODAY, places=0):
    kind = "member" if hasattr(holder, "email") else "service"
    money = Money(paid_by="council", amount_pence=45000, paid_on=TODAY, places=places)
    return record_payment(None, **{kind: holder}, year=year, money=money, idempotency_key=new_key())


def give_place(service, tier="full", *, starts=TODAY - timedelta(days=90)) -> Membership:
    return admit_member(None, make_person(), service, tier=tier, job_title="Head", starts=starts)


def again(place) -> Membership:
    return Membership.objects.select_related("member", "service").get(pk=place.pk)


def year(first: int) -> tuple[date, date]:
    return date(first, 4, 1), date(first + 1, 3, 31)


# --- One date


@pytest.mark.parametrize(
    ("years", "paid_to"),
    [
        ([], None),
        ([year(2026)], date(2027, 3, 31)),
        ([year(2025), year(2026), year(2027)], date(2028, 3, 31)),
        ([year(2026), year(2028)], date(2027, 3, 31)),  # 2027 was left out
        ([year(2024), year(2027)], date(2025, 3, 31)),  # lapsed, and paid ahead
        ([year(2027)], date(2028, 3, 31)),  # nothing owed yet
        ([year(2024)], date(2025, 3, 31)),
    ],
)
def test_paid_to_is_the_end_of_the_stretch_that_today_lies_in(years, paid_to):
    assert paid_through(years, TODAY) == paid_to


@given(st.lists(st.integers(2015, 2035), max_size=8))
def test_whatever_was_paid_in_whatever_order_the_date_is_of_a_paid_year_and_hides_no_gap(firsts):
    years = [year(first) for first in firsts]
    found = paid_through(years, TODAY)

    assert (found is None) == (not years)
    assert found == paid_through(list(reversed(years)), TODAY)
    if found is not None and found >= TODAY and 2026 in firsts:
        assert all(first in firsts for first in range(2026, found.year))


def test_the_services_year_and_the_members_own_are_one_stretch(north_west):
    service = make_service(north_west)
    place = give_place(service)
    pay(place.member, year=TODAY)
    pay(service, year=date(2027, 5, 1))

    assert again(place).paid_to == date(2028, 3, 31)


def test_a_year_paid_ahead_after_a_gap_counts_from_its_first_day(north_west, time_machine):
    service = make_service(north_west)
    place = give_place(service)
    pay(service, year=date(2024, 5, 1))
    pay(service, year=date(2027, 5, 1))
    assert (again(place).paid_to, standing_of(place.member).state) == (date(2025, 3, 31), State.LAPSED)
    time_machine.move_to(datetime(2027, 4, 1, 3, 17, tzinfo=UTC), tick=False)

    assert settle_years_that_begin() == 1
    assert settle_years_that_begin() == 0
    assert (again(place).paid_to, standing_of(place.member).state) == (date(2028, 3, 31), State.CURRENT)


# --- Unpaid


def test_an_unpaid_place_posts_on_for_the_days_of_grace_then_reads_and_a_payment_mends_it(
    north_west, time_machine, seen_by
):
    service = make_service(north_west)
    place = give_place(service)
    Service.objects.filter(pk=service.pk).update(lead=place.member)
    assert (note_unpaid_places(), note_unpaid_places()) == (1, 0)
    assert (remind_of_unpaid_places(), remind_of_unpaid_places()) == (1, 0)
    drain_outbox()
    (letter,) = mails_to(place.member.email)
    assert "Until 21 January 2027 nothing changes." in plain_text(letter)
    page = seen_by(place.member).get("/membership/").content.decode()
    assert "No payment is recorded yet. You can post until 21 January 2027; pay by then." in page
    time_machine.move_to(datetime(2027, 1, 21, 12, tzinfo=UTC), tick=False)
    assert may_write(standing_of(fresh(place.member)))
    time_machine.move_to(datetime(2027, 1, 22, 12, tzinfo=UTC), tick=False)
    who = standing_of(fresh(place.member))
    assert (who.state, may_write(who), can_read_anything(who)) == (State.LAPSED, False, True)
    page = seen_by(place.member).get("/membership/").content.decode()
    assert "Your membership lapsed: no payment is recorded. You can read, but not post." in page
    pay(service, year=TODAY)

    assert may_write(standing_of(fresh(place.member)))
    assert again(place).lapses == date(2027, 5, 31)


def test_who_is_paid_for_honorary_ended_or_yet_to_come_is_left_alone(north_west):
    service = make_service(north_west)
    pay(service, places=1)
    give_place(service)
    give_place(make_service(north_west), "honorary")
    ended = give_place(make_service(north_west))
    Membership.objects.filter(pk=ended.pk).update(status="ended", ends=TODAY - timedelta(days=3))
    record = Membership.objects.exclude(pk=ended.pk)
    settle_places(service=service)
    assert (note_unpaid_places(), remind_of_unpaid_places()) == (0, 0)
    assert set(record.values_list("lapses", flat=True)) == {date(2027, 5, 31), None}
    later = give_place(make_service(north_west), starts=date(2027, 2, 1))
    assert note_unpaid_places() == 1
    assert again(later).lapses == date(2027, 4, 3)  # its own first day, and sixty days


def test_colleagues_beyond_the_places_are_unpaid_the_newest_first_and_settling_keeps_their_day(north_west):
    service = make_service(north_west)
    old, new = (give_place(service, "second", starts=TODAY - timedelta(days=days)) for days in (90, 10))
    pay(service, places=1)
    note_unpaid_places()
    day = again(new).lapses
    pay(service, places=1)  # settled again: the grace does not begin anew

    assert (again(old).paid_to, again(new).paid_to) == (date(2027, 3, 31), None)
    assert again(new).lapses == day == date(2027, 1, 22)


def test_a_payment_taken_back_leaves_the_days_of_grace(north_west):
    service = make_service(north_west)
    place = give_place(service)
    correct_payment(None, pay(service).pk)
    assert (again(place).paid_to, again(place).lapses) == (None, None)
    note_unpaid_places()

    assert again(place).lapses == date(2027, 1, 22)


def test_where_nobody_is_there_to_ask_the_secretariat_is_told(north_west, settings):
    give_place(make_service(north_west), "second")
    note_unpaid_places()
    remind_of_unpaid_places()

    assert any("Nobody to ask for the payment of" in subject for subject in subjects(settings.CONTACT_ADDRESS))


def test_of_many_services_with_nobody_to_ask_the_secretariat_gets_one_letter_a_night_and_each_is_named_once(
    north_west, settings
):
    services = [make_service(north_west) for _ in range(3)]
    for service in services:
        give_place(service, "second")
    note_unpaid_places()

    assert [remind_of_unpaid_places() for _ in range(2)] == [1, 0]
    pay(services[0], places=1)
    later = make_service(north_west)
    give_place(later, "second")
    note_unpaid_places()
    assert [remind_of_unpaid_places() for _ in range(2)] == [1, 0]

    drain_outbox()
    first, second = (
        plain_text(mail) for mail in mails_to(settings.CONTACT_ADDRESS) if "Nobody" in str(mail["Subject"])
    )
    for service in services:
        assert f"{service.name}: 1 not paid for, until 21 January 2027" in first
        assert f"/secretariat/services/{service.slug}/" in first
        assert service.name not in second.replace(later.name, "")
    assert f"{later.name}: 1 not paid for" in second


def test_a_lead_is_told_once_how_many_places_are_not_paid_for(north_west):
    service = make_service(north_west)
    lead = give_place(service)
    Service.objects.filter(pk=service.pk).update(lead=lead.member)
    give_place(service, "second")
    note_unpaid_places()

    assert [remind_of_unpaid_places() for _ in range(2)] == [1, 0]
    drain_outbox()
    (mail,) = mails_to(lead.member.email)
    assert f"covers everybody with a place at {service.name}: 2 places are not paid for." in plain_text(mail)


# --- A merger of services and what was paid for


def test_a_payment_that_is_taken_back_after_a_merger_keeps_the_places_that_came_with_it(north_west, time_machine):
    old, new = make_service(north_west), make_service(north_west)
    pay(old, places=3)
    first = pay(new, places=2)
    time_machine.shift(60)
    merge_services(None, old.pk, into_id=new.pk, version=old.version)
    assert places_of(new).total == 5
    time_machine.shift(60)
    wrong = pay(new, places=9)
    assert places_of(new).total == 9
    correct_payment(None, wrong.pk)
    assert places_of(new).total == 5
    correct_payment(None, first.pk)

    assert places_of(new).total == 3
    assert not Subscription.objects.get(service=new).void


def test_a_payment_after_the_merger_says_the_places_of_the_whole_year(north_west, time_machine):
    old, new = make_service(north_west), make_service(north_west)
    pay(old, places=3)
    pay(new, places=2)
    time_machine.shift(60)
    merge_services(None, old.pk, into_id=new.pk, version=old.version)
    time_machine.shift(60)
    pay(new, places=6)
    time_machine.shift(60)
    wrong = pay(new, places=9)
    correct_payment(None, wrong.pk)

    assert places_of(new).total == 6
